package org.atomsmith.image.live;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The header of a file in a tar archive (POSIX.1-1988, ustar): everything is root's. */
final class TarHeader {
    /** The size of a block; files are filled up to whole ones. */
    static final int BLOCK = 512;

    /** What ends an archive. */
    static final int END = 2 * BLOCK;

    private static final long MOST_BYTES = 077777777777L;
    private static final int CHECKSUM = 148;

    private TarHeader() {}

    /** A header. */
    static byte[] of(String name, long size, long mtime) {
        if (size > MOST_BYTES) {
            throw new IllegalArgumentException(name + " has " + size + " bytes, too many for a tar archive");
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, 124, String.format(Locale.ROOT, "%011o\0%011o\0", size, Math.max(0, mtime)));
        put(header, CHECKSUM, " ".repeat(8) + "0");
        put(header, 257, "ustar\0" + "00" + "root");
        put(header, 297, "root");
        put(header, 329, "0000000\0" + "0000000\0");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
