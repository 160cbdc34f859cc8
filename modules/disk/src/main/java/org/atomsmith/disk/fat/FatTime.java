package org.atomsmith.disk.fat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A time as FAT says it.
 *
 * @param date years since 1980, month, day
 * @param time hour, minute, seconds in steps of two
 * @param hundredths what the time leaves out, 0 to 199
 */
record FatTime(short date, short time, byte hundredths) {
    private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(2107, 12, 31, 23, 59, 58);

    /** The time nearest to seconds since 1970, in UTC. */
    static FatTime of(long seconds) {
        LocalDateTime t = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
        t = t.isBefore(FIRST) ? FIRST : t.isAfter(LAST) ? LAST : t;
        int date = (t.getYear() - 1980) << 9 | t.getMonthValue() << 5 | t.getDayOfMonth();
        int time = t.getHour() << 11 | t.getMinute() << 5 | t.getSecond() / 2;
        return new FatTime((short) date, (short) time, (byte) (t.getSecond() % 2 * 100));
    }
}
