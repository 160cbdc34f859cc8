package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A raw disk image: the file is the disk, byte by byte; runs of zeros are holes. */
public final class RawDisk implements DiskFile {
    private final PendingFile file;
    private long position;

    /**
     * Begins an image.
     *
     * @param path the final name
     * @throws IOException when the file cannot be made
     */
    public RawDisk(Path path) throws IOException {
        this.file = PendingFile.create(path);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "raw";
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
        file.extendTo(position);
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
