package org.atomsmith.disk.block;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Some blocks that are compressed together by one thread. */
final class BlockBatch {
    private static final int ALL_ZERO = -1;
    private static final int AS_IT_IS = 0;

    private final int blockSize;
    private final int most;
    private final int capacity;
    private final byte[] data;
    private final long[] indexes;
    private final byte[] packed;
    private final int[] lengths;
    private int count;

    /**
     * Room for some blocks.
     *
     * @param most how long a compressed block may be
     */
    BlockBatch(int blockSize, int most, int capacity) {
        this.blockSize = blockSize;
        this.most = most;
        this.capacity = capacity;
        this.data = new byte[blockSize * capacity];
        this.packed = new byte[most * capacity];
        this.indexes = new long[capacity];
        this.lengths = new int[capacity];
    }

    /** How many blocks are in it. */
    int count() {
        return count;
    }

    boolean isFull() {
        return count == capacity;
    }

    void clear() {
        count = 0;
    }

    /** Where the next block is to be put. */
    ByteBuffer next() {
        return ByteBuffer.wrap(data, count * blockSize, blockSize).slice();
    }

    /** Counts the block that was put into {@link #next()}, the disk's block number {@code index}. */
    void added(long index) {
        indexes[count++] = index;
    }

    /** The disk's block number of a block. */
    long index(int i) {
        return indexes[i];
    }

    /** Whether a block holds nothing but zeros. */
    boolean isZero(int i) {
        return lengths[i] == ALL_ZERO;
    }

    /** Whether a block became short enough to be stored compressed. */
    boolean isCompressed(int i) {
        return lengths[i] > 0;
    }

    /** What is to be stored for a block. */
    ByteBuffer content(int i) {
        return isCompressed(i)
                ? ByteBuffer.wrap(packed, i * most, lengths[i])
                : ByteBuffer.wrap(data, i * blockSize, blockSize);
    }

    /** Compresses all blocks. */
    void compress(BlockCompressor compressor, byte[] scratch, byte[] zeros) {
        for (int i = 0; i < count; i++) {
            int from = i * blockSize;
            if (Arrays.equals(data, from, from + blockSize, zeros, 0, blockSize)) {
                lengths[i] = ALL_ZERO;
                continue;
            }
            int n = compressor.compress(data, from, blockSize, scratch, most);
            lengths[i] = n == 0 ? AS_IT_IS : n;
            System.arraycopy(scratch, 0, packed, i * most, n);
        }
    }
}
