package org.atomsmith.disk.compressed;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Compressed bytes in an array that grows, and is kept for the next chunk. */
final class Packed extends OutputStream {
    private final int step;
    private byte[] bytes;
    private int size;

    /**
     * Begins empty.
     *
     * @param room how many bytes there is room for at first, and how many more each time there are too few
     */
    Packed(int room) {
        this.step = room;
        this.bytes = new byte[room];
    }

    /**
     * Begins empty, in an array that others read from.
     *
     * @param bytes what is written may come so far as it was read, and no further
     */
    Packed(byte[] bytes) {
        this.step = 0;
        this.bytes = bytes;
    }

    @Override
    public void write(int b) {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, size + Math.max(more, step));
        }
    }

    /** Room for so many bytes at least, which {@link #added} then counts. */
    byte[] room(int most) {
        reserve(most);
        return bytes;
    }

    /** Counts bytes that were put at {@link #size()} of {@link #room}. */
    void added(int count) {
        size += count;
    }

    /** How many bytes there are. */
    int size() {
        return size;
    }

    /** Drops the last bytes. */
    void drop(int count) {
        size -= count;
    }

    /** Forgets everything. */
    void clear() {
        size = 0;
    }

    /** All the bytes, as long as nothing is added. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** A copy with no more room than it takes. */
    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }
}
