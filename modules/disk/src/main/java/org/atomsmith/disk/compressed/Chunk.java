package org.atomsmith.disk.compressed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A piece of the stream, with the memory that compressing it takes. */
final class Chunk {
    private final byte[] data;
    private final int begin;
    private final Packed packed;
    private int length;
    private int crc32;

    /** A chunk whose compressed bytes have an array of their own. */
    private Chunk(int size) {
        this.data = new byte[size];
        this.begin = 0;
        this.packed = new Packed(size / 2);
    }

    /** A chunk whose compressed bytes take the place of what was compressed. */
    private Chunk(int size, int mostAhead) {
        this.data = new byte[mostAhead + size];
        this.begin = mostAhead;
        this.packed = new Packed(data);
    }

    /** Room for a chunk of a format. */
    static Chunk of(Codec codec) {
        int ahead = codec.mostAhead();
        return ahead > 0 ? new Chunk(codec.chunkSize(), ahead) : new Chunk(codec.chunkSize());
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
        return data.length - begin - length;
    }

    /** Adds bytes; there is room for them. */
    void put(ByteBuffer from, int count) {
        from.get(data, begin + length, count);
        length += count;
    }

    /** Adds zeros; there is room for them. */
    void putZeros(int count) {
        Arrays.fill(data, begin + length, begin + length + count, (byte) 0);
        length += count;
    }

    /** Whether this is nothing but zeros, and as many as there is room for. */
    boolean isAllZeros() {
        if (remaining() > 0 || data[begin] != 0) {
            return false;
        }
        // All bytes equal their neighbour, and the first is zero.
        return Arrays.mismatch(data, begin, begin + length - 1, data, begin + 1, begin + length) < 0;
    }

    /** Compresses what was put in, which may be gone afterwards. */
    void compress(Compressor compressor) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(data, begin, length);
        crc32 = (int) crc.getValue();
        compressor.compress(data, begin, length, packed);
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
