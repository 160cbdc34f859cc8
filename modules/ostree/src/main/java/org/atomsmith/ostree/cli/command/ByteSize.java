package org.atomsmith.ostree.cli.command;

import java.util.Locale;

/** Sizes as GLib writes them: {@code 455 bytes}, {@code 1.7 MB}; thousands, and a space that does not break. */
public final class ByteSize {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private ByteSize() {}

    /** A size as a person reads it. */
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f\u00a0%s", value, UNITS[unit]);
    }
}
