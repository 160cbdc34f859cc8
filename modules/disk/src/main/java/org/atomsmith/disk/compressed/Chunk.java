package org.atomsmith.disk.compressed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A piece of the stream, with the memory that compressing it takes. */
final class Chunk {
    private final byte[] data;
    private final Packed packed;
    private int length;
    private int crc32;

    /** Room for so many bytes. */
    Chunk(int size) {
        this.data = new byte[size];
        this.packed = new Packed(size / 2);
    }

    void clear() {
        length = 0;
        packed.clear();
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** How many more bytes there is room for. */
    int remaining() {
        return data.length - length;
    }

    /** Adds bytes; there is room for them. */
    void put(ByteBuffer from, int count) {
        from.get(data, length, count);
        length += count;
    }

    /** Adds zeros; there is room for them. */
    void putZeros(int count) {
        Arrays.fill(data, length, length + count, (byte) 0);
        length += count;
    }

    /** Whether this is nothing but zeros, and as many as there is room for. */
    boolean isAllZeros() {
        if (remaining() > 0 || data[0] != 0) {
            return false;
        }
        // All bytes equal their neighbour, and the first is zero.
        return Arrays.mismatch(data, 0, length - 1, data, 1, length) < 0;
    }

    /** Compresses what was put in. */
    void compress(Compressor compressor) throws IOException {
        compressor.compress(data, length, packed);
        CRC32 crc = new CRC32();
        crc.update(data, 0, length);
        crc32 = (int) crc.getValue();
    }

    /** What became of it. */
    Framing.Sizes sizes() {
        return new Framing.Sizes(length, packed.size(), crc32);
    }

    /** The compressed bytes. */
    ByteBuffer content() {
        return packed.content();
    }

    /** A copy of what became of it. */
    ZeroChunk copy() {
        return new ZeroChunk(sizes(), packed.copy());
    }

    /** A compressed chunk of zeros, made once for a stream. */
    record ZeroChunk(Framing.Sizes sizes, byte[] bytes) {}
}
