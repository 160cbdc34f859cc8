package org.atomsmith.host.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * A time of the week in which a machine may restart. It begins when clocks on the wall say so, summer and winter, and
 * lasts as long as it says whatever those clocks do meanwhile.
 *
 * @param days on which it begins
 * @param start when it begins, on the wall
 * @param length how long it lasts, at most a week
 * @param zone of the wall
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime start, Duration length, ZoneId zone) {

    /** Refuses one that is never open, or more than a week long. */
    public MaintenanceWindow {
        days = Set.copyOf(days);
        if (days.isEmpty() || length.isNegative() || length.isZero() || length.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("a window needs a day, and a length of up to seven days");
        }
    }

    /**
     * Reads a group of settings: {@code days=mon-fri,sun}, {@code start=02:30}, {@code length=90} (minutes, or
     * {@code 3h}), {@code zone=Europe/Berlin}.
     *
     * @throws IllegalArgumentException with what does not fit
     */
    public static MaintenanceWindow parse(KeyFile file, String group) {
        try {
            return new MaintenanceWindow(
                    days(file.get(group, "days").orElse("mon-sun")),
                    LocalTime.parse(file.get(group, "start").orElse("00:00")),
                    length(file.get(group, "length").orElse("24h")),
                    ZoneId.of(file.get(group, "zone").orElse("UTC")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("[" + group + "] is no window: " + e.getMessage(), e);
        }
    }

    /** Whether it is open, not counting a delay after its beginning. */
    public boolean contains(Instant now, Duration delay) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int back = 0; back <= length.toDays() + 1; back++) {
            LocalDate day = today.minusDays(back);
            Instant begins = day.atTime(start).atZone(zone).toInstant();
            if (days.contains(day.getDayOfWeek())
                    && !now.isBefore(begins.plus(delay))
                    && now.isBefore(begins.plus(length))) {
                return true;
            }
        }
        return false;
    }

    /** When it opens the next time, at or after now. */
    public Instant next(Instant now) {
        LocalDate day = now.atZone(zone).toLocalDate();
        while (true) {
            Instant begins = day.atTime(start).atZone(zone).toInstant();
            if (days.contains(day.getDayOfWeek()) && !begins.isBefore(now)) {
                return begins;
            }
            day = day.plusDays(1);
        }
    }

    private static Duration length(String text) {
        char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        try {
            return switch (unit) {
                case 'h' -> Duration.ofHours(Long.parseLong(text.substring(0, text.length() - 1)));
                case 'm' -> Duration.ofMinutes(Long.parseLong(text.substring(0, text.length() - 1)));
                default -> Duration.ofMinutes(Long.parseLong(text));
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("length: expected 90, 90m or 3h, found '" + text + "'", e);
        }
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split("[,\\s]+")) {
            int dash = part.indexOf('-') < 0 ? part.indexOf("..") : part.indexOf('-');
            DayOfWeek first = day(dash < 0 ? part : part.substring(0, dash));
            DayOfWeek last = dash < 0 ? first : day(part.substring(dash).replaceFirst("^(-|\\.\\.)", ""));
            for (DayOfWeek day = first; ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (wanted.length() >= 3 && day.name().startsWith(wanted)) {
                return day;
            }
        }
        throw new IllegalArgumentException("days: expected mon, tue-fri or the like, found '" + name + "'");
    }
}
