package org.atomsmith.ostree.gpg;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** Times as the C library's {@code %c} writes them, in the process's zone: {@code Tue Sep 10 02:29:42 2013}. */
public final class LocalTime {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private LocalTime() {}

    /** The text of a time. */
    public static String format(Instant time) {
        ZonedDateTime local = time.atZone(ZoneId.systemDefault());
        return DAYS.get(local.getDayOfWeek().getValue() - 1) + " " + MONTHS.get(local.getMonthValue() - 1) + " "
                + (local.getDayOfMonth() < 10 ? " " : "") + local.getDayOfMonth() + " " + two(local.getHour()) + ":"
                + two(local.getMinute()) + ":" + two(local.getSecond()) + " " + local.getYear();
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
