package org.atomsmith.ostree.sysroot.boot;

import java.util.Optional;

/**
 * How often an entry may still be tried: the Boot Loader Specification keeps it in the entry's file name,
 * {@code ostree-2+3-1.conf}. The boot loader counts, and a system that came up takes the counter away.
 *
 * @param left how many tries are left
 * @param done how many were made
 */
public record BootCounter(int left, int done) {

    /** A counter that nobody has counted yet. */
    public static BootCounter of(int tries) {
        return new BootCounter(tries, 0);
    }

    /** {@code +3} or {@code +2-1}. */
    public String suffix() {
        return "+" + left + (done == 0 ? "" : "-" + done);
    }

    /** The counter of a file name that ends in {@code .conf}; empty when it has none. */
    public static Optional<BootCounter> ofFileName(String name) {
        int plus = name.lastIndexOf('+');
        if (plus < 0 || !name.endsWith(".conf")) {
            return Optional.empty();
        }
        String text = name.substring(plus + 1, name.length() - ".conf".length());
        int dash = text.indexOf('-');
        try {
            int left = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
            int done = dash < 0 ? 0 : Integer.parseInt(text.substring(dash + 1));
            return left < 0 || done < 0 ? Optional.empty() : Optional.of(new BootCounter(left, done));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
