package org.atomsmith.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.atomsmith.disk.PositionedTarget;

/**
 * The clusters of the image file: hands them out from front to back, counts how often each is referred to, and gathers
 * small writes. Compressed clusters are packed byte by byte; where a whole cluster had to be aligned, later compressed
 * ones fill the gap in front of it.
 */
final class ClusterFile {
    private static final int BUFFER_BYTES = 1 << 20;

    private final PositionedTarget file;
    private final int clusterSize;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long bufferAt;
    private short[] references = new short[1024];
    private long next;
    private long gap;
    private long gapEnd;

    /** Begins with the first {@code reserved} clusters taken. */
    ClusterFile(PositionedTarget file, int clusterSize, int reserved) {
        this.file = file;
        this.clusterSize = clusterSize;
        for (int i = 0; i < reserved; i++) {
            refer(i);
        }
        this.next = (long) reserved * clusterSize;
        this.gap = next;
        this.gapEnd = next;
    }

    /** How many clusters are taken. */
    int clusters() {
        return Math.toIntExact(next / clusterSize);
    }

    /** How often a cluster is referred to. */
    short references(int cluster) {
        return references[cluster];
    }

    /** Takes whole clusters, each referred to once, and gives the offset of the first. */
    long take(int count) {
        long at = next;
        for (int i = 0; i < count; i++) {
            refer(clusters() + i);
        }
        next += (long) count * clusterSize;
        return at;
    }

    /** Takes room for compressed bytes and gives its offset. */
    long takePacked(int length) {
        if (gapEnd - gap < length) {
            if (gapEnd != next) {
                gap = next;
            }
            next += clusterSize;
            gapEnd = next;
        }
        long at = gap;
        gap += length;
        for (long c = at / clusterSize; c <= (at + length - 1) / clusterSize; c++) {
            refer((int) c);
        }
        return at;
    }

    private void refer(int cluster) {
        if (cluster >= references.length) {
            references = Arrays.copyOf(references, Math.max(cluster + 1, references.length * 2));
        }
        references[cluster]++;
    }

    /** Writes bytes at an offset. */
    void write(long offset, ByteBuffer bytes) throws IOException {
        if (offset != bufferAt + buffer.position()) {
            flush();
            bufferAt = offset;
        }
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int n = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(bytes.slice(bytes.position(), n));
            bytes.position(bytes.position() + n);
        }
    }

    /** Brings everything into the file, which then ends with a whole cluster. */
    void finish() throws IOException {
        flush();
        file.extendTo(next);
    }

    private void flush() throws IOException {
        buffer.flip();
        file.write(buffer, bufferAt);
        bufferAt += buffer.limit();
        buffer.clear();
    }
}
