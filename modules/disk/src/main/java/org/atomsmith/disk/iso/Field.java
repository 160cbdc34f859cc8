package org.atomsmith.disk.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** The kinds of fields that ECMA-119 is made of. */
final class Field {
    private static final int OLDEST_YEAR = 1900;
    private static final int NEWEST_YEAR = 2155;

    private Field() {}

    /** A number of 32 bits, little endian and then big endian. */
    static void both32(ByteBuffer out, long value) {
        out.order(ByteOrder.LITTLE_ENDIAN).putInt((int) value);
        out.order(ByteOrder.BIG_ENDIAN).putInt((int) value);
    }

    /** A number of 16 bits, little endian and then big endian. */
    static void both16(ByteBuffer out, int value) {
        out.order(ByteOrder.LITTLE_ENDIAN).putShort((short) value);
        out.order(ByteOrder.BIG_ENDIAN).putShort((short) value);
    }

    /** A text, blanks behind it. */
    static void text(ByteBuffer out, String text, int width) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.put(bytes);
        for (int i = bytes.length; i < width; i++) {
            out.put((byte) ' ');
        }
    }

    /** The time of a directory record, 7 bytes; what it cannot say becomes the nearest that it can. */
    static void shortTime(ByteBuffer out, long seconds) {
        LocalDateTime time = clamp(seconds);
        out.put((byte) (time.getYear() - OLDEST_YEAR))
                .put((byte) time.getMonthValue())
                .put((byte) time.getDayOfMonth())
                .put((byte) time.getHour())
                .put((byte) time.getMinute())
                .put((byte) time.getSecond())
                .put((byte) 0);
    }

    /** The time of a volume, 17 bytes. */
    static void longTime(ByteBuffer out, long seconds) {
        LocalDateTime time = clamp(seconds);
        text(
                out,
                String.format(
                        Locale.ROOT,
                        "%04d%02d%02d%02d%02d%02d00",
                        time.getYear(),
                        time.getMonthValue(),
                        time.getDayOfMonth(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond()),
                16);
        out.put((byte) 0);
    }

    /** A time that is not said. */
    static void noLongTime(ByteBuffer out) {
        text(out, "0".repeat(16), 16);
        out.put((byte) 0);
    }

    private static LocalDateTime clamp(long seconds) {
        LocalDateTime oldest = LocalDateTime.of(OLDEST_YEAR, 1, 1, 0, 0);
        LocalDateTime newest = LocalDateTime.of(NEWEST_YEAR, 12, 31, 23, 59, 59);
        long inRange = Math.clamp(seconds, oldest.toEpochSecond(ZoneOffset.UTC), newest.toEpochSecond(ZoneOffset.UTC));
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(inRange), ZoneOffset.UTC);
    }
}
