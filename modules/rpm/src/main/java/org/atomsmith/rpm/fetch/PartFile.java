package org.atomsmith.rpm.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** An unfinished download on the disk, hashed as it grows. Used by the one thread that holds the digest's lock. */
final class PartFile implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final Request request;
    private final FileChannel channel;
    private final MessageDigest digest = ContentStore.sha256();
    private long length;

    private PartFile(Path path, Request request, FileChannel channel) {
        this.path = path;
        this.request = request;
        this.channel = channel;
    }

    /** Opens the part, taking up and hashing what an earlier attempt left in it. */
    static PartFile open(Path path, Request request) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(path.getParent());
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw StorageFailures.of(path, Math.max(request.size(), 0), request.label(), e);
        }
        PartFile part = new PartFile(path, request, channel);
        try {
            part.takeUp();
            return part;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void takeUp() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer.clear()) > 0) {
            digest.update(buffer.flip());
            length += buffer.limit();
        }
        if (request.size() != Request.UNKNOWN_SIZE && length > request.size()) {
            restart();
        }
    }

    long length() {
        return length;
    }

    /** Whether as many bytes are there as the index promises; false while the promise is unknown. */
    boolean hasFullSize() {
        return length == request.size();
    }

    /** Throws away what is there. */
    void restart() throws IOException {
        channel.truncate(0).position(0);
        digest.reset();
        length = 0;
    }

    /** Appends; more than the promised size is refused before it is written. */
    void append(URI from, byte[] bytes, int count) throws IOException {
        if (request.size() != Request.UNKNOWN_SIZE && length + count > request.size()) {
            throw FetchException.Mismatch.size(request, from, length + count);
        }
        digest.update(bytes, 0, count);
        try {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes, 0, count); rest.hasRemaining(); ) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw StorageFailures.of(path, Math.max(request.size() - length, count), request.label(), e);
        }
        length += count;
    }

    /** Checks size and digest, once, at the end. */
    void check(URI from) throws FetchException {
        if (request.size() != Request.UNKNOWN_SIZE && length != request.size()) {
            throw FetchException.Mismatch.size(request, from, length);
        }
        String found = ContentStore.hex(digest);
        if (!found.equals(request.sha256())) {
            throw FetchException.Mismatch.digest(request, from, found);
        }
    }

    /** Makes the bytes outlive a crash. */
    void sync() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw StorageFailures.of(path, 0, request.label(), e);
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
