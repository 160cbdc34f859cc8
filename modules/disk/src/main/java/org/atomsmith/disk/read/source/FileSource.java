package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.atomsmith.linux.SparseFile;

/** A file, or a block device. */
public final class FileSource implements ImageSource {
    private final Path path;
    private final FileChannel channel;
    private final SparseFile holes;
    private final long size;

    private FileSource(Path path, FileChannel channel, SparseFile holes, long size) {
        this.path = path;
        this.channel = channel;
        this.holes = holes;
        this.size = size;
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be opened, or is a directory
     */
    public static FileSource open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("cannot read " + path + ": it is a directory; name the image's file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            SparseFile holes = SparseFile.open(path);
            return new FileSource(path, channel, holes, holes.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Where the file is. */
    public Path path() {
        return path;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        return channel.read(to, position);
    }

    @Override
    public long nextData(long position) throws IOException {
        return Math.min(size, holes.nextData(position));
    }

    @Override
    public long nextHole(long position) throws IOException {
        return Math.min(size, holes.nextHole(position));
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            holes.close();
        }
    }
}
