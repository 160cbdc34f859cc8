package org.atomsmith.disk.compressed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.FileSection;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.parallel.BlockMemory;

/** A raw disk image, compressed. */
public final class CompressedDisk implements DiskFile {
    /** A raw disk in gzip. */
    public static final DiskFormat RAW_GZ = new Format(Codec.GZIP);

    /** A raw disk in xz. */
    public static final DiskFormat RAW_XZ = new Format(Codec.XZ);

    /** A raw disk in Zstandard. */
    public static final DiskFormat RAW_ZST = new Format(Codec.ZSTD);

    private final PendingFile file;
    private final Codec codec;
    private final CompressedStream stream;

    /** A format. */
    private record Format(Codec codec) implements DiskFormat {
        @Override
        public DiskFile create(Path path, long size, BlockMemory memory) throws IOException {
            return new CompressedDisk(
                    path, codec, codec.threads(Runtime.getRuntime().availableProcessors()), memory);
        }

        @Override
        public boolean wantsOwnPass() {
            return codec.wantsOwnPass();
        }
    }

    /**
     * Begins a file.
     *
     * @param threads how many threads compress, 1 or more
     * @param memory of chunks that were compressed already
     * @throws IOException when this system cannot compress so, or when the file cannot be made
     */
    public CompressedDisk(Path path, Codec codec, int threads, BlockMemory memory) throws IOException {
        this.file = PendingFile.create(path);
        this.codec = codec;
        try {
            this.stream = new CompressedStream(new FileSection(file, 0), codec, threads, memory);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "raw." + codec.suffix();
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
    public long position() {
        return stream.position();
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
