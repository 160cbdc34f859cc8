package org.atomsmith.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file under construction: it lives as {@code .NAME.part} beside its final name and takes that name when it is
 * {@linkplain #publish() published}. The name is always the same, so what a killed run left is taken over by the next; a
 * lock keeps two running writers apart.
 */
public final class PendingFile implements PositionedTarget, Closeable {
    /** Runs of zeros that are shorter are not worth a hole. */
    private static final int HOLE_BYTES = 16 << 10;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(HOLE_BYTES).asReadOnlyBuffer();

    private final Path path;
    private final Path pending;
    private final FileChannel channel;
    private boolean published;

    private PendingFile(Path path, Path pending, FileChannel channel) {
        this.path = path;
        this.pending = pending;
        this.channel = channel;
    }

    /**
     * Begins a file, empty.
     *
     * @param path its final name; the folder is made when missing
     * @throws IOException when it cannot be made, or when another process is writing it
     */
    public static PendingFile create(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path name = absolute.getFileName();
        @Nullable Path folder = absolute.getParent();
        if (name == null || folder == null) {
            throw new IOException("cannot write an image to " + path + ": that is not a file name");
        }
        Files.createDirectories(folder);
        Path pending = folder.resolve("." + name + ".part");
        while (true) {
            FileChannel channel = FileChannel.open(
                    pending, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, path);
                if (Files.exists(pending)) {
                    channel.truncate(0);
                    return new PendingFile(absolute, pending, channel);
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            // Another run published this very file between our opening and locking it: it is not ours.
            channel.close();
        }
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IOException(
                    "cannot write " + path + ": another run is writing it; wait for it or choose another name");
        }
    }

    /** The final name. */
    public Path path() {
        return path;
    }

    /**
     * Writes the remaining bytes of a buffer at a place of the file.
     *
     * @throws IOException when they cannot be written; the message names the file and the place
     */
    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + path + " at byte " + at + ": " + e.getMessage() + "; nothing of it is kept", e);
        }
    }

    /**
     * Writes the remaining bytes of a buffer at a place of the file that was not written yet; longer runs of zeros stay
     * holes.
     *
     * @throws IOException when they cannot be written; the message names the file and the place
     */
    public void writeSparsely(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int zeros = run(bytes, at, true);
            bytes.position(bytes.position() + zeros);
            at += zeros;
            int count = run(bytes, at, false);
            write(bytes.slice(bytes.position(), count), at);
            bytes.position(bytes.position() + count);
            at += count;
        }
    }

    /** How many of the remaining bytes, up to the end of a page of the file, are all zeros, or in pages that are not. */
    private static int run(ByteBuffer bytes, long position, boolean zeros) {
        int from = bytes.position();
        int at = from;
        while (at < bytes.limit()) {
            int inPage = (int) ((position + at - from) % HOLE_BYTES);
            int n = Math.min(bytes.limit() - at, HOLE_BYTES - inPage);
            if (isZero(bytes.slice(at, n)) != zeros) {
                break;
            }
            at += n;
        }
        return at - from;
    }

    private static boolean isZero(ByteBuffer bytes) {
        return bytes.mismatch(ZEROS.slice(0, bytes.remaining())) < 0;
    }

    /**
     * Reads what was written, until the buffer is full or the file ends.
     *
     * @throws IOException when it cannot be read
     */
    public void read(ByteBuffer to, long position) throws IOException {
        long at = position;
        int n;
        do {
            n = channel.read(to, at);
            at += n;
        } while (n > 0 && to.hasRemaining());
    }

    /**
     * Makes the file at least so long; what was not written reads as zeros.
     *
     * @throws IOException when it cannot be written
     */
    @Override
    public void extendTo(long size) throws IOException {
        if (channel.size() < size) {
            write(ByteBuffer.allocate(1), size - 1);
        }
    }

    /**
     * Synchronises the file and gives it its final name, in place of any older file.
     *
     * @throws IOException when that fails; the file is then removed by {@link #close()}
     */
    public void publish() throws IOException {
        channel.force(true);
        Files.move(pending, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        published = true;
    }

    /**
     * The size and digest of the published file.
     *
     * @param format what is said to be in it
     * @throws IllegalStateException before it is published
     */
    public WrittenFile written(String format) throws IOException {
        if (!published) {
            throw new IllegalStateException(path + " is not finished");
        }
        return WrittenFile.of(path, format);
    }

    /** Closes the file, and removes it when it was not published. */
    @Override
    public void close() throws IOException {
        if (!published && channel.isOpen()) {
            Files.deleteIfExists(pending);
        }
        channel.close();
    }
}
