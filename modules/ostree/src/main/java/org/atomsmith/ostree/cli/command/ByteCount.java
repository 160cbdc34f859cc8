package org.atomsmith.ostree.cli.command;

import java.util.Locale;

/** Numbers of bytes for people, in powers of 1000, as GLib writes them: {@code 455 bytes}, {@code 1.4 MB} with a space that does not break. */
public final class ByteCount {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private ByteCount() {}

    /** The text of a number of bytes. */
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        int unit = 0;
        double value = bytes / 1000.0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f\u00a0%s", value, UNITS[unit]);
    }
}
