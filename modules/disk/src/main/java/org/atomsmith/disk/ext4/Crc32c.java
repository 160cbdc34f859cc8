package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * CRC-32C as ext4 uses it: no inversion at either end, and every checksum continues from a seed ({@code crc32c_le} in
 * Linux). The JDK's own class always begins at all ones, so it cannot continue.
 */
final class Crc32c {
    private static final int POLYNOMIAL = 0x82f63b78;
    private static final int[][] TABLES = tables();

    private Crc32c() {}

    /** Continues a checksum over a part of an array. */
    static int of(int seed, byte[] bytes, int from, int to) {
        int crc = seed;
        int i = from;
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (; i + 8 <= to; i += 8) {
            int a = crc ^ words.getInt(i);
            int b = words.getInt(i + 4);
            crc = TABLES[7][a & 0xff]
                    ^ TABLES[6][(a >>> 8) & 0xff]
                    ^ TABLES[5][(a >>> 16) & 0xff]
                    ^ TABLES[4][a >>> 24]
                    ^ TABLES[3][b & 0xff]
                    ^ TABLES[2][(b >>> 8) & 0xff]
                    ^ TABLES[1][(b >>> 16) & 0xff]
                    ^ TABLES[0][b >>> 24];
        }
        for (; i < to; i++) {
            crc = (crc >>> 8) ^ TABLES[0][(crc ^ bytes[i]) & 0xff];
        }
        return crc;
    }

    /** Continues a checksum over an array. */
    static int of(int seed, byte[] bytes) {
        return of(seed, bytes, 0, bytes.length);
    }

    /** Continues a checksum over a 32-bit number, little endian. */
    static int ofInt(int seed, int value) {
        return of(seed, new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)});
    }

    /** Continues a checksum over a 64-bit number, little endian. */
    static int ofLong(int seed, long value) {
        return ofInt(ofInt(seed, (int) value), (int) (value >>> 32));
    }

    private static int[][] tables() {
        int[][] tables = new int[8][256];
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) != 0 ? POLYNOMIAL : 0);
            }
            tables[0][i] = crc;
        }
        for (int t = 1; t < 8; t++) {
            for (int i = 0; i < 256; i++) {
                int before = tables[t - 1][i];
                tables[t][i] = (before >>> 8) ^ tables[0][before & 0xff];
            }
        }
        return tables;
    }
}
