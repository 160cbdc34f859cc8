package org.atomsmith.disk.vhd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;

/**
 * A fixed VHD as Azure takes it: the disk byte by byte, padded with zeros to a whole number of MiB, and the footer. Runs
 * of zeros are holes.
 */
public final class FixedVhd implements DiskFile {
    private static final int MIB = 1 << 20;

    private final PendingFile file;
    private final long size;
    private final UUID id;
    private final long timestamp;
    private long position;

    private FixedVhd(Path path, long size, UUID id, long timestamp) throws IOException {
        this.size = Footer.checked(Math.ceilDiv(size, MIB) * MIB);
        this.id = id;
        this.timestamp = timestamp;
        this.file = PendingFile.create(path);
    }

    /**
     * Fixed VHD.
     *
     * @param id of the disk
     * @param timestamp of its making, in seconds since 1970
     */
    public static DiskFormat format(UUID id, long timestamp) {
        return (path, size, _) -> new FixedVhd(path, size, id, timestamp);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "vhd";
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        int count = data.remaining();
        file.writeSparsely(data, position);
        position += count;
    }

    @Override
    public void zeros(long count) {
        position += count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() throws IOException {
        if (position > size) {
            throw new IllegalStateException(
                    "a disk of at most " + size + " bytes was announced and " + position + " were written");
        }
        file.write(new Footer(size, Footer.Type.FIXED, id, timestamp).bytes(), size);
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
