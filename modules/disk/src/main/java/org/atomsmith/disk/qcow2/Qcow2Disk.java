package org.atomsmith.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.parallel.BlockMemory;

/** A compressed qcow2 file of version 3, the same bytes whatever the number of threads. */
public final class Qcow2Disk implements DiskFile {
    /** qcow2 with {@link Compression#ZLIB}. */
    public static final DiskFormat QCOW2_ZLIB = (path, _, memory) ->
            new Qcow2Disk(path, Compression.ZLIB, Runtime.getRuntime().availableProcessors(), memory);

    /** qcow2 with {@link Compression#ZSTD}. */
    public static final DiskFormat QCOW2_ZSTD = (path, _, memory) ->
            new Qcow2Disk(path, Compression.ZSTD, Runtime.getRuntime().availableProcessors(), memory);

    private final PendingFile file;
    private final Qcow2Stream stream;

    /**
     * Begins an image.
     *
     * @param threads how many threads compress, 1 or more
     * @param memory of clusters that were compressed already
     * @throws IOException when the file cannot be made
     */
    public Qcow2Disk(Path path, Compression compression, int threads, BlockMemory memory) throws IOException {
        this.file = PendingFile.create(path);
        this.stream = new Qcow2Stream(file, compression, threads, memory);
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
        return stream.position();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        stream.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        stream.zeros(count);
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            stream.close();
        }
    }
}
