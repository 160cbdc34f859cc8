package org.atomsmith.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.parallel.OrderedWork;

/**
 * A compressed qcow2 image of version 3. Clusters are compressed on several threads and written in the order of the disk,
 * so that the bytes do not depend on the number of threads; clusters of zeros are not stored.
 */
public final class Qcow2Disk implements DiskFile {
    /** qcow2 with {@link Compression#ZLIB}. */
    public static final DiskFormat QCOW2_ZLIB = (path, _) -> new Qcow2Disk(path, Compression.ZLIB);

    /** qcow2 with {@link Compression#ZSTD}. */
    public static final DiskFormat QCOW2_ZSTD = (path, _) -> new Qcow2Disk(path, Compression.ZSTD);

    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final int CLUSTERS_PER_BATCH = 16;
    private static final int SECTOR = 512;

    private final PendingFile file;
    private final ClusterFile clusters;
    private final Compression compression;
    private final Mapping mapping = new Mapping(CLUSTER_BITS);
    private final OrderedWork<Lane, ClusterBatch> work;
    private final Deque<ClusterBatch> free = new ArrayDeque<>();
    private final byte[] zeros = new byte[CLUSTER];
    private ClusterBatch batch = new ClusterBatch(CLUSTER, CLUSTERS_PER_BATCH);
    private ByteBuffer cluster = batch.next();
    private long position;

    /** What one thread works with. */
    private record Lane(ClusterCompressor compressor, byte[] scratch) implements AutoCloseable {
        @Override
        public void close() {
            compressor.close();
        }
    }

    /**
     * Begins an image, compressed on all processors.
     *
     * @param path the final name
     * @throws IOException when the file cannot be made
     */
    public Qcow2Disk(Path path, Compression compression) throws IOException {
        this(path, compression, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Begins an image.
     *
     * @param threads how many threads compress, 1 or more
     * @throws IOException when the file cannot be made
     */
    public Qcow2Disk(Path path, Compression compression, int threads) throws IOException {
        this.file = PendingFile.create(path);
        this.clusters = new ClusterFile(file, CLUSTER, 1);
        this.compression = compression;
        this.work = new OrderedWork<>(
                "disk-qcow2", threads, () -> new Lane(compression.open(), new byte[CLUSTER]), this::store);
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
        return position;
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int n = Math.min(data.remaining(), cluster.remaining());
            cluster.put(data.slice(data.position(), n));
            data.position(data.position() + n);
            advance(n);
        }
    }

    @Override
    public void zeros(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (cluster.position() == 0 && left >= CLUSTER) {
                long whole = left / CLUSTER * CLUSTER;
                position += whole;
                left -= whole;
            } else {
                int n = (int) Math.min(left, cluster.remaining());
                cluster.put(zeros, 0, n);
                left -= n;
                advance(n);
            }
        }
    }

    private void advance(int count) throws IOException {
        position += count;
        if (!cluster.hasRemaining()) {
            batch.added((position - 1) >> CLUSTER_BITS);
            nextCluster();
        }
    }

    private void nextCluster() throws IOException {
        if (batch.isFull()) {
            submit();
        }
        cluster = batch.next();
    }

    private void submit() throws IOException {
        ClusterBatch full = batch;
        work.submit(lane -> {
            full.compress(lane.compressor(), lane.scratch(), zeros);
            return full;
        });
        ClusterBatch used = free.poll();
        batch = used == null ? new ClusterBatch(CLUSTER, CLUSTERS_PER_BATCH) : used;
        batch.clear();
    }

    private void store(ClusterBatch done) throws IOException {
        for (int i = 0; i < done.count(); i++) {
            int length = done.length(i);
            if (length == CLUSTER) {
                long at = clusters.take(1);
                clusters.write(at, done.content(i));
                mapping.stored(done.index(i), at);
            } else if (length != ClusterBatch.ALL_ZERO) {
                long at = clusters.takePacked(length);
                clusters.write(at, done.content(i));
                mapping.compressed(done.index(i), at, length);
            }
        }
        free.add(done);
    }

    @Override
    public void finish() throws IOException {
        if (position % SECTOR != 0) {
            throw new IllegalStateException("a disk of " + position + " bytes does not have whole sectors");
        }
        long size = position;
        if (cluster.position() > 0) {
            zeros(cluster.remaining());
        }
        if (batch.count() > 0) {
            submit();
        }
        work.finish();
        new Qcow2Tables(CLUSTER_BITS, compression.method()).writeTo(clusters, mapping, size);
        clusters.finish();
        file.publish();
        position = size;
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            work.close();
        }
    }
}
