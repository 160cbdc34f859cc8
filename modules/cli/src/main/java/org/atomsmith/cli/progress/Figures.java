package org.atomsmith.cli.progress;

import java.util.Locale;
import java.util.OptionalLong;
import org.atomsmith.event.Event;

/** Figures as people read them: three digits that matter, decimal units. */
final class Figures {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    /** Bytes with a decimal unit: {@code 999 B}, {@code 1.50 kB}, {@code 145 MB}. */
    static String bytes(long count) {
        double value = count;
        int unit = 0;
        // 999.5 would be rounded to "1000".
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        String format = unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, format, value, UNITS[unit]);
    }

    /** A duration: {@code 6.1 s}, {@code 1 min 05 s}, {@code 2 h 03 min}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** What is done of what there is to do: {@code 120/255}, {@code 61.3 MB/145 MB}, or only the first when the total is not known. */
    static String done(long done, OptionalLong total, Event.Unit unit) {
        String first = unit == Event.Unit.BYTES ? bytes(done) : Long.toString(done);
        if (total.isEmpty()) {
            return done == 0 ? "" : first;
        }
        return first + "/" + (unit == Event.Unit.BYTES ? bytes(total.getAsLong()) : total.getAsLong());
    }
}
