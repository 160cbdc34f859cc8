package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.ostree.repo.RepositoryException;

/** When a commit says that it was made. */
public final class CommitTime {
    private CommitTime() {}

    /** Seconds since 1970 by {@code --timestamp}, else by {@code SOURCE_DATE_EPOCH}; empty when neither is there. */
    static OptionalLong of(Optional<String> option, Optional<String> sourceDateEpoch) throws IOException {
        if (option.isPresent()) {
            return OptionalLong.of(parse(option.get().strip()));
        }
        return sourceDateEpoch.isPresent()
                ? OptionalLong.of(sourceDateEpoch(sourceDateEpoch.get()))
                : OptionalLong.empty();
    }

    private static long sourceDateEpoch(String text) throws IOException {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RepositoryException("Failed to convert SOURCE_DATE_EPOCH");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RepositoryException("Parsing SOURCE_DATE_EPOCH: Numerical result out of range", e);
        }
    }

    /** Seconds since 1970 of a time as users write it: {@code 2015-10-29 12:43:29 +0000}, {@code 1 week ago}. */
    public static long parse(String text) throws IOException {
        if (text.startsWith("@")) {
            String seconds = text.substring(1).split("[.,]", 2)[0];
            try {
                return Long.parseLong(seconds);
            } catch (NumberFormatException e) {
                throw unreadable(text);
            }
        }
        return absolute(text).or(() -> relative(text)).orElseThrow(() -> unreadable(text));
    }

    private static RepositoryException unreadable(String text) {
        return new RepositoryException("Could not parse '" + text + "'");
    }

    private static Optional<Long> absolute(String text) {
        ZoneId here = ZoneId.systemDefault();
        for (DateTimeFormatter format : formats()) {
            try {
                return Optional.of(
                        switch (format.parseBest(
                                text,
                                ZonedDateTime::from,
                                OffsetDateTime::from,
                                Instant::from,
                                LocalDateTime::from,
                                LocalDate::from,
                                LocalTime::from)) {
                            case ZonedDateTime zoned -> zoned.toEpochSecond();
                            case OffsetDateTime offset -> offset.toEpochSecond();
                            case Instant instant -> instant.getEpochSecond();
                            case LocalDateTime local -> local.atZone(here).toEpochSecond();
                            case LocalDate date -> date.atStartOfDay(here).toEpochSecond();
                            case LocalTime time ->
                                LocalDate.now(here).atTime(time).atZone(here).toEpochSecond();
                            default -> throw new DateTimeParseException("no time", text, 0);
                        });
            } catch (DateTimeParseException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** ISO 8601 with a {@code T} or a space, RFC 2822, and what {@code date} prints. */
    private static List<DateTimeFormatter> formats() {
        DateTimeFormatter iso = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("yyyy-M-d[['T'][ ]H:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]][[ ]XXX][[ ]XX][[ ]X][ z]]")
                .toFormatter(Locale.ROOT);
        return List.of(
                iso,
                caseInsensitive("[EEE, ]d MMM yyyy[ H:mm[:ss][ XX][ z]]"),
                caseInsensitive("d MMMM yyyy[ H:mm[:ss][ XX][ z]]"),
                caseInsensitive("MMM d[,] yyyy[ H:mm[:ss][ XX][ z]]"),
                caseInsensitive("MMMM d[,] yyyy[ H:mm[:ss][ XX][ z]]"),
                caseInsensitive("EEE MMM [ ]d H:mm:ss [z ]yyyy"),
                caseInsensitive("yyyyMMdd[ H:mm[:ss]]"),
                caseInsensitive("H:mm[:ss]"));
    }

    private static DateTimeFormatter caseInsensitive(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    /** {@code now}, {@code yesterday}, {@code 2 days ago}, {@code next week}. */
    private static Optional<Long> relative(String text) {
        ZonedDateTime time = ZonedDateTime.now(ZoneId.systemDefault());
        String[] words = text.toLowerCase(Locale.ROOT).split("\\s+");
        int i = 0;
        while (i < words.length) {
            String word = words[i++];
            Optional<Long> amount = amount(word);
            switch (word) {
                case "now", "today" -> {}
                case "yesterday" -> time = time.minusDays(1);
                case "tomorrow" -> time = time.plusDays(1);
                default -> {
                    if (amount.isEmpty() || i == words.length) {
                        return Optional.empty();
                    }
                    Optional<ChronoUnit> unit = unit(words[i++]);
                    boolean ago = i < words.length && words[i].equals("ago");
                    i += ago ? 1 : 0;
                    if (unit.isEmpty()) {
                        return Optional.empty();
                    }
                    time = time.plus(ago ? -amount.get() : amount.get(), unit.get());
                }
            }
        }
        return Optional.of(time.toEpochSecond());
    }

    private static Optional<Long> amount(String word) {
        return switch (word) {
            case "next", "a", "an" -> Optional.of(1L);
            case "last" -> Optional.of(-1L);
            default -> {
                try {
                    yield Optional.of((long) Integer.parseInt(word));
                } catch (NumberFormatException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    private static Optional<ChronoUnit> unit(String word) {
        return switch (word.endsWith("s") ? word.substring(0, word.length() - 1) : word) {
            case "sec", "second" -> Optional.of(ChronoUnit.SECONDS);
            case "min", "minute" -> Optional.of(ChronoUnit.MINUTES);
            case "hour" -> Optional.of(ChronoUnit.HOURS);
            case "day" -> Optional.of(ChronoUnit.DAYS);
            case "week" -> Optional.of(ChronoUnit.WEEKS);
            case "month" -> Optional.of(ChronoUnit.MONTHS);
            case "year" -> Optional.of(ChronoUnit.YEARS);
            default -> Optional.empty();
        };
    }
}
