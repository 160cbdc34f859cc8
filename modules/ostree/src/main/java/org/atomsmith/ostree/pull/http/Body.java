package org.atomsmith.ostree.pull.http;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a request brings: in memory while it is small, in a file when it is large. What has arrived when a connection
 * breaks stays, and the rest is asked for. Written by one thread at a time; read when it is whole.
 */
public final class Body implements Closeable {
    /** Up to this size a body stays in memory. */
    static final int IN_MEMORY = 1 << 20;

    private static final int FIRST = 8192;

    private final Optional<Path> spool;
    /** The file that it is in when that is not {@link #spool}. */
    private Optional<Path> path = Optional.empty();

    private final long limit;
    private byte[] bytes = new byte[0];
    private Optional<FileChannel> file = Optional.empty();
    private volatile long size;

    /**
     * An empty body.
     *
     * @param spool the file where it goes when it becomes large; empty to keep all in memory
     * @param limit the most bytes that it may have
     */
    Body(Optional<Path> spool, long limit) {
        this.spool = spool;
        this.limit = limit;
    }

    /** Goes on with what an earlier process fetched of it, if it left something. */
    void adopt() throws IOException {
        if (spool.isPresent() && Files.exists(spool.get()) && Files.size(spool.get()) > 0) {
            FileChannel channel = openFile();
            size = channel.size();
            channel.position(size);
        }
    }

    /** Bytes that are here. */
    public long size() {
        return size;
    }

    /** Says how many bytes will come, so that memory is taken once. */
    void expect(long length) {
        if (file.isEmpty() && length > bytes.length && length <= IN_MEMORY) {
            bytes = Arrays.copyOf(bytes, (int) length);
        }
    }

    /** Forgets everything: the server sends it from the beginning. */
    void restart() throws IOException {
        size = 0;
        if (file.isPresent()) {
            file.get().truncate(0);
            file.get().position(0);
        }
    }

    /**
     * Says what the content that comes next is: what is here is forgotten unless it goes on from there.
     *
     * @param partial whether the server says that it is a part
     * @param range which part, {@code bytes FIRST-LAST/SIZE}
     */
    void begin(boolean partial, String range) throws IOException {
        if (!partial) {
            restart();
        } else if (!range.startsWith("bytes " + size + "-")) {
            throw new IOException("the server was asked for the rest from byte " + size + " and sends '" + range + "'");
        }
    }

    void append(ByteBuffer more) throws IOException {
        int length = more.remaining();
        if (size + length > limit) {
            throw new BodyTooLargeException(limit);
        }
        if (file.isEmpty() && spool.isPresent() && size + length > IN_MEMORY) {
            openFile();
            write(ByteBuffer.wrap(bytes, 0, (int) size));
            bytes = new byte[0];
        }
        if (file.isPresent()) {
            write(more);
        } else {
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.max(Math.max(FIRST, size + length), 2L * bytes.length));
            }
            more.get(bytes, (int) size, length);
        }
        size += length;
    }

    /** The file that the next process would find; or one of its own, while another body is being put there. */
    private FileChannel openFile() throws IOException {
        Path shared = spool.orElseThrow();
        FileChannel channel = open(shared);
        if (!isFree(channel)) {
            channel.close();
            Path own = Files.createTempFile(shared.toAbsolutePath().getParent(), "fetch-", "");
            path = Optional.of(own);
            channel = open(own);
        }
        file = Optional.of(channel);
        return channel;
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Takes the file, unless another process or another thread of this one has it. */
    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            file.orElseThrow().write(buffer);
        }
    }

    /** All of it in memory. */
    public byte[] bytes() throws IOException {
        if (file.isPresent()) {
            file.get().position(0);
            return Channels.newInputStream(file.get()).readAllBytes();
        }
        return bytes.length == size ? bytes : Arrays.copyOf(bytes, (int) size);
    }

    /** A stream of it from the beginning. It reads what was written, whoever has removed the file's name meanwhile. */
    public InputStream open() throws IOException {
        if (file.isEmpty()) {
            return new ByteArrayInputStream(bytes, 0, (int) size);
        }
        file.get().position(0);
        return Channels.newInputStream(file.get());
    }

    /** Frees it: its file is removed. */
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            Files.deleteIfExists(path.or(() -> spool).orElseThrow());
        }
        bytes = new byte[0];
    }

    /** Lets go of it after a failure: what is in a file stays there for the next try. */
    void leave() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
        if (path.isPresent()) {
            Files.deleteIfExists(path.get());
        }
    }
}
