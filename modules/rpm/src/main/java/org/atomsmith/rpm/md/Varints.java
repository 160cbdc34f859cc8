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
        if (length + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(bytes.length, bytes.length), length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** Adds all bytes to others. */
    void appendTo(Varints others) {
        others.put(Arrays.copyOf(bytes, length));
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
