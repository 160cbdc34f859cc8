package org.atomsmith.disk.qcow2;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Some clusters that are compressed together by one thread. */
final class ClusterBatch {
    /** What a length of 0 stands for: the cluster holds nothing but zeros. */
    static final int ALL_ZERO = 0;

    private final int clusterSize;
    private final int capacity;
    private final byte[] data;
    private final long[] indexes;
    private final byte[] packed;
    private final int[] lengths;
    private int count;

    /** Room for some clusters. */
    ClusterBatch(int clusterSize, int capacity) {
        this.clusterSize = clusterSize;
        this.capacity = capacity;
        this.data = new byte[clusterSize * capacity];
        this.packed = new byte[clusterSize * capacity];
        this.indexes = new long[capacity];
        this.lengths = new int[capacity];
    }

    /** How many clusters are in it. */
    int count() {
        return count;
    }

    boolean isFull() {
        return count == capacity;
    }

    void clear() {
        count = 0;
    }

    /** Where the next cluster is to be put. */
    ByteBuffer next() {
        return ByteBuffer.wrap(data, count * clusterSize, clusterSize).slice();
    }

    /** Counts the cluster that was put into {@link #next()}, the disk's cluster number {@code index}. */
    void added(long index) {
        indexes[count++] = index;
    }

    /** The disk's cluster number of a cluster. */
    long index(int i) {
        return indexes[i];
    }

    /** How long a cluster is now: {@link #ALL_ZERO}, or less than a cluster when compressed, or a whole one when not. */
    int length(int i) {
        return lengths[i];
    }

    /** What is to be stored for a cluster. */
    ByteBuffer content(int i) {
        byte[] from = lengths[i] == clusterSize ? data : packed;
        return ByteBuffer.wrap(from, i * clusterSize, lengths[i]);
    }

    /** Compresses all clusters. */
    void compress(ClusterCompressor compressor, byte[] scratch, byte[] zeros) {
        for (int i = 0; i < count; i++) {
            int from = i * clusterSize;
            if (Arrays.equals(data, from, from + clusterSize, zeros, 0, clusterSize)) {
                lengths[i] = ALL_ZERO;
                continue;
            }
            int n = compressor.compress(data, from, clusterSize, scratch, clusterSize - 1);
            lengths[i] = n == 0 ? clusterSize : n;
            System.arraycopy(scratch, 0, packed, from, n);
        }
    }
}
