package org.atomsmith.disk.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The heads of a tar archive's members, which are regular files of root. */
public final class TarHeader {
    /** The length of a head; contents are padded to a multiple of it. */
    public static final int BLOCK = 512;
    /** What an archive ends with. */
    public static final int END = 2 * BLOCK;

    private static final int MOST_NAME = 99;
    private static final int CHECKSUM = 148;
    private static final long MOST_OCTAL = (1L << 33) - 1;

    /** The dialects, which differ in their magic. */
    public enum Dialect {
        /** POSIX.1-1988. */
        USTAR("ustar\0" + "00"),
        /** GNU tar's {@code --format=oldgnu}. */
        OLD_GNU("ustar  \0");

        private final String magic;

        Dialect(String magic) {
            this.magic = magic;
        }
    }

    private TarHeader() {}

    /**
     * The head of a member. A size from 8 GiB on is written as GNU tar does it, in binary, whatever the dialect.
     *
     * @param name up to 99 bytes
     * @param size of the content in bytes
     * @param time of last change, in seconds since 1970
     * @throws IllegalArgumentException when the name is too long or empty, or a number negative
     */
    public static ByteBuffer of(Dialect dialect, String name, long size, long time) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        if (nameBytes.length == 0 || nameBytes.length > MOST_NAME) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be a name in an archive: 1 to " + MOST_NAME + " bytes are needed");
        }
        if (size < 0 || time < 0 || time > MOST_OCTAL) {
            throw new IllegalArgumentException(
                    name + ": size " + size + " or time " + time + " cannot be in an archive");
        }
        ByteBuffer head = ByteBuffer.allocate(BLOCK);
        head.put(0, nameBytes);
        text(head, 100, "0000644\0");
        text(head, 108, "0000000\0");
        text(head, 116, "0000000\0");
        if (size <= MOST_OCTAL) {
            text(head, 124, octal(size));
        } else {
            head.put(124, (byte) 0x80).putLong(128, size);
        }
        text(head, 136, octal(time));
        head.put(156, (byte) '0');
        text(head, 257, dialect.magic);
        text(head, 265, "root");
        text(head, 297, "root");
        if (dialect == Dialect.USTAR) {
            text(head, 329, "0000000\0");
            text(head, 337, "0000000\0");
        }
        text(head, CHECKSUM, "        ");
        int sum = 0;
        for (byte b : head.array()) {
            sum += b & 0xFF;
        }
        text(head, CHECKSUM, digits(sum, 6) + "\0 ");
        return head;
    }

    /** How many zeros follow a content of so many bytes. */
    public static int padding(long size) {
        return (int) (-size & BLOCK - 1);
    }

    private static String octal(long value) {
        return digits(value, 11) + "\0";
    }

    private static String digits(long value, int count) {
        String digits = Long.toOctalString(value);
        return "0".repeat(count - digits.length()) + digits;
    }

    private static void text(ByteBuffer head, int at, String text) {
        head.put(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
