package org.atomsmith.compose.treefile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * The version that a commit gets: a prefix, which may hold a date, and a number that counts the commits with the same
 * prefix. The progression is rpm-ostree's.
 *
 * @param prefix with {@code <date:%Y%m%d>} tags not yet expanded
 * @param suffix stands between prefix and number: one character
 */
public record AutomaticVersion(Located<String> prefix, char suffix) {
    private static final String TAG = "<date:";

    /** Refuses a date tag without an end and a format that is not known. */
    public AutomaticVersion {
        expand(prefix, Instant.EPOCH);
    }

    /**
     * The next version.
     *
     * @param timestamp the build's time; dates are in UTC
     * @param previous version of the branch's last commit, if it has one
     */
    public String next(Instant timestamp, Optional<String> previous) {
        String expanded = expand(prefix, timestamp);
        boolean dated = !expanded.equals(prefix.value());
        String base = expanded + suffix;
        if (previous.filter(last -> last.equals(expanded) || last.startsWith(base))
                .isEmpty()) {
            return dated ? base + "0" : expanded;
        }
        String last = previous.orElseThrow();
        String number = last.equals(expanded) ? "" : leadingDigits(last.substring(base.length()));
        return base + (number.isEmpty() ? 1 : Math.addExact(Long.parseLong(number), 1));
    }

    private static String leadingDigits(String text) {
        int end = 0;
        // A number that does not fit a long is not one of ours.
        while (end < text.length() && end < 18 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return text.substring(0, end);
    }

    private static String expand(Located<String> prefix, Instant timestamp) {
        String text = prefix.value();
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int tag = text.indexOf(TAG); tag >= 0; tag = text.indexOf(TAG, at)) {
            int end = text.indexOf('>', tag);
            if (end < 0) {
                throw TreefileException.at(prefix, "the date tag in '" + text + "' has no end", "add the missing '>'");
            }
            result.append(text, at, tag);
            result.append(date(prefix, text.substring(tag + TAG.length(), end), timestamp.atZone(ZoneOffset.UTC)));
            at = end + 1;
        }
        return result.append(text, at, text.length()).toString();
    }

    private static String date(Located<String> prefix, String format, ZonedDateTime time) {
        StringBuilder result = new StringBuilder();
        int next = 0;
        while (next < format.length()) {
            char one = format.charAt(next++);
            if (one != '%') {
                result.append(one);
                continue;
            }
            char field = next < format.length() ? format.charAt(next++) : ' ';
            String conversion = switch (field) {
                case 'Y' -> "%1$tY";
                case 'y' -> "%1$ty";
                case 'm' -> "%1$tm";
                case 'd' -> "%1$td";
                case 'e' -> "%1$te";
                case 'F' -> "%1$tF";
                case 'H' -> "%1$tH";
                case 'M' -> "%1$tM";
                case 'S' -> "%1$tS";
                case 'j' -> "%1$tj";
                case 's' -> "%1$ts";
                case '%' -> "%%";
                default ->
                    throw TreefileException.at(
                            prefix,
                            "unknown date format '%" + (field == ' ' ? "" : String.valueOf(field)) + "'",
                            "use %Y %y %m %d %e %F %H %M %S %j %s or %%");
            };
            result.append(String.format(Locale.ROOT, conversion, time));
        }
        return result.toString();
    }
}
