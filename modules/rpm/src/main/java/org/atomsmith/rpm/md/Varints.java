package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing array of bytes with numbers of variable length: seven bits in each byte, the lowest first. */
final class Varints {
    private byte[] bytes = new byte[32];
    private int length;

    int length() {
        return length;
    }

    void put(long number) {
        if (length + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(bytes.length, bytes.length));
        }
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void put(byte[] more) {
        put(more, more.length);
    }

    private void put(byte[] more, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(bytes.length, bytes.length), length + count));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    /** Adds all bytes to others. */
    void appendTo(Varints others) {
        others.put(bytes, length);
    }

    /** Forgets all bytes. */
    void clear() {
        length = 0;
    }

    /** A hash of the bytes from one place up to another. */
    int hash(int from, int to) {
        int h = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            h = (h ^ bytes[i]) * 0x01000193;
        }
        return h ^ h >>> 15;
    }

    /** Whether the bytes from one place up to another are all of others. */
    boolean matches(int from, int to, Varints others) {
        return Arrays.equals(bytes, from, to, others.bytes, 0, others.length);
    }

    void copyTo(ByteBuffer out) {
        out.put(bytes, 0, length);
    }

    /** Reads the number at the buffer's position. */
    static long get(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            number |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return number;
            }
        }
    }

    /** Reads a number that is known to be small. */
    static int getInt(ByteBuffer in) {
        return (int) get(in);
    }
}
