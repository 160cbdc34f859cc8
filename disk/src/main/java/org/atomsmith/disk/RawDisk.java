package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A raw disk image: the file is the disk, byte by byte; runs of zeros are holes. */
public final class RawDisk implements DiskFile {
    private final PendingFile file;
    private final FileChannel channel;
    private long position;
    private boolean finished;

    /**
     * Begins an image.
     *
     * @param path the final name
     * @throws IOException when the file cannot be made
     */
    public RawDisk(Path path) throws IOException {
        this.file = PendingFile.create(path);
        this.channel = file.channel();
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
        while (data.hasRemaining()) {
            position += channel.write(data, position);
        }
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
        if (channel.size() < position) {
            // A file grows by being written to; its last byte is a zero that belongs to the disk.
            channel.write(ByteBuffer.allocate(1), position - 1);
        }
        file.publish();
        finished = true;
    }

    @Override
    public WrittenFile written() throws IOException {
        if (!finished) {
            throw new IllegalStateException(file.path() + " is not finished");
        }
        return new WrittenFile(file.path(), format(), position, Sha256.ofFile(file.path()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
