package org.atomsmith.ostree.cli.command;

import java.util.Locale;

/** Numbers of bytes as GLib writes them, whose form scripts know. */
public final class Sizes {
    private static final String UNITS = "kMGTPE";

    private Sizes() {}

    /** {@code 999 bytes}, {@code 1.5 kB}, {@code 145.0 MB}: with a no-break space before a unit that is abbreviated. */
    public static String format(long bytes) {
        if (bytes < 1000) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1000 && unit < UNITS.length() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f\u00a0%cB", value, UNITS.charAt(unit));
    }
}
