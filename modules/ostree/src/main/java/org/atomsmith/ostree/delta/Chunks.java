package org.atomsmith.ostree.delta;

import java.util.ArrayList;
import java.util.List;

/** Bytes that grow without being copied. */
final class Chunks {
    private static final int CHUNK = 1 << 20;

    private final List<byte[]> chunks = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    void append(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int at = (int) (size % CHUNK);
            if (at == 0) {
                chunks.add(new byte[CHUNK]);
            }
            int n = Math.min(left, CHUNK - at);
            System.arraycopy(bytes, from, chunks.getLast(), at, n);
            from += n;
            left -= n;
            size += n;
        }
    }

    void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    void append(int value) {
        append(new byte[] {(byte) value}, 0, 1);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    void appendNumber(long value) {
        byte[] bytes = new byte[10];
        int n = 0;
        long left = value;
        do {
            bytes[n++] = (byte) (left & 0x7f | (left > 0x7f ? 0x80 : 0));
            left >>>= 7;
        } while (left != 0);
        append(bytes, 0, n);
    }

    /** Copies a range to an array. */
    void copy(long from, byte[] to, int offset, int length) {
        long at = from;
        int done = 0;
        while (done < length) {
            int inside = (int) (at % CHUNK);
            int n = Math.min(length - done, CHUNK - inside);
            System.arraycopy(chunks.get((int) (at / CHUNK)), inside, to, offset + done, n);
            at += n;
            done += n;
        }
    }
}
