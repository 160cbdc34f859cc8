package org.atomsmith.disk.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.FileSection;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.compressed.Codec;
import org.atomsmith.disk.compressed.CompressedStream;
import org.atomsmith.disk.parallel.BlockMemory;

/**
 * An image for Google Compute Engine: {@code disk.raw} in a gzip-compressed archive of GNU tar's old format. The disk is
 * padded with zeros to whole GiB, as the import demands; the zeros compress to a thousandth, so that the member need not
 * be a sparse one, whose head would have to list holes that are not known yet.
 */
public final class GceImage implements DiskFile {
    private static final String MEMBER = "disk.raw";
    private static final long UNIT = 1L << 30;

    private final PendingFile file;
    private final CompressedStream stream;
    private final long size;
    private long position;

    /**
     * The format.
     *
     * @param time of last change of the member, in seconds since 1970
     */
    public static DiskFormat at(long time) {
        return (path, size, memory) -> new GceImage(path, size, time, memory);
    }

    /**
     * Begins an image, compressed on all processors.
     *
     * @param path the final name
     * @param size of the disk in bytes
     * @param time of last change of the member, in seconds since 1970
     * @param memory of chunks that were compressed already
     * @throws IOException when the file cannot be made
     */
    public GceImage(Path path, long size, long time, BlockMemory memory) throws IOException {
        this.size = size;
        this.file = PendingFile.create(path);
        try {
            this.stream = new CompressedStream(new FileSection(file, 0), Codec.GZIP, memory);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        try {
            stream.write(TarHeader.of(TarHeader.Dialect.OLD_GNU, MEMBER, memberSize(), time));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private long memberSize() {
        return Math.ceilDiv(Math.max(size, 1), UNIT) * UNIT;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "gce";
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        position += data.remaining();
        stream.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        position += count;
        stream.zeros(count);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() throws IOException {
        if (position != size) {
            throw new IllegalStateException(
                    "a disk of " + size + " bytes was announced and " + position + " were written");
        }
        stream.zeros(memberSize() - size + TarHeader.END);
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
