package org.atomsmith.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.block.CompressedBlocks;
import org.atomsmith.disk.parallel.BlockMemory;

/**
 * A compressed qcow2 image of version 3. Clusters are compressed on several threads and written in the order of the disk,
 * so that the bytes do not depend on the number of threads; clusters of zeros are not stored.
 */
public final class Qcow2Disk implements DiskFile {
    /** qcow2 with {@link Compression#ZLIB}. */
    public static final DiskFormat QCOW2_ZLIB = (path, _, memory) ->
            new Qcow2Disk(path, Compression.ZLIB, Runtime.getRuntime().availableProcessors(), memory);

    /** qcow2 with {@link Compression#ZSTD}. */
    public static final DiskFormat QCOW2_ZSTD = (path, _, memory) ->
            new Qcow2Disk(path, Compression.ZSTD, Runtime.getRuntime().availableProcessors(), memory);

    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final int SECTOR = 512;

    private final PendingFile file;
    private final ClusterFile clusters;
    private final Compression compression;
    private final Mapping mapping = new Mapping(CLUSTER_BITS);
    private final CompressedBlocks blocks;

    /**
     * Begins an image.
     *
     * @param threads how many threads compress, 1 or more
     * @param memory of clusters that were compressed already
     * @throws IOException when the file cannot be made
     */
    public Qcow2Disk(Path path, Compression compression, int threads, BlockMemory memory) throws IOException {
        this.file = PendingFile.create(path);
        this.clusters = new ClusterFile(file, CLUSTER, 1);
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
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "qcow2";
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
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            blocks.close();
        }
    }
}
