package org.atomsmith.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.PositionedTarget;
import org.atomsmith.disk.block.CompressedBlocks;
import org.atomsmith.disk.parallel.BlockMemory;

/**
 * Writes a disk as a compressed qcow2 image of version 3 to a file or to a member of an archive. Clusters are compressed on
 * several threads and written in the order of the disk, so that the bytes do not depend on the number of threads; clusters
 * of zeros are not stored. The header comes last.
 *
 * <p>{@link #finish()} leaves the target complete and {@link #close()} ends the threads; to publish or to remove the file
 * is the caller's.
 */
public final class Qcow2Stream implements ImageSink {
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final int SECTOR = 512;

    private final ClusterFile clusters;
    private final Compression compression;
    private final Mapping mapping = new Mapping(CLUSTER_BITS);
    private final CompressedBlocks blocks;

    /**
     * Begins an image, compressed on all processors.
     *
     * @param target empty
     * @param memory of clusters that were compressed already
     */
    public Qcow2Stream(PositionedTarget target, Compression compression, BlockMemory memory) {
        this(target, compression, Runtime.getRuntime().availableProcessors(), memory);
    }

    /**
     * Begins an image.
     *
     * @param target empty
     * @param threads how many threads compress, 1 or more
     */
    Qcow2Stream(PositionedTarget target, Compression compression, int threads, BlockMemory memory) {
        this.clusters = new ClusterFile(target, CLUSTER, 1);
        this.compression = compression;
        this.blocks = new CompressedBlocks(
                "disk-qcow2",
                threads,
                CLUSTER,
                CLUSTER - 1,
                "qcow2 " + compression,
                memory,
                compression::open,
                this::store);
    }

    @Override
    public long position() {
        return blocks.position();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        blocks.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        blocks.zeros(count);
    }

    private void store(long index, ByteBuffer content, boolean compressed) throws IOException {
        if (compressed) {
            int length = content.remaining();
            long at = clusters.takePacked(length);
            clusters.write(at, content);
            mapping.compressed(index, at, length);
        } else {
            long at = clusters.take(1);
            clusters.write(at, content);
            mapping.stored(index, at);
        }
    }

    @Override
    public void finish() throws IOException {
        long size = position();
        if (size % SECTOR != 0) {
            throw new IllegalStateException("a disk of " + size + " bytes does not have whole sectors");
        }
        blocks.finish();
        new Qcow2Tables(CLUSTER_BITS, compression.method()).writeTo(clusters, mapping, size);
        clusters.finish();
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
