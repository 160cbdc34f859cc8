package org.atomsmith.rpm.create;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.atomsmith.linux.NativeSha256;

/**
 * A metadata file that grows: digested, compressed and written by a thread of its own. Its name, which begins with its
 * digest, comes last.
 */
final class MetadataFile implements Closeable {
    private static final byte[] END = new byte[0];
    private static final int WAITING = 256;

    private final String type;
    private final String suffix;
    private final Path aside;
    private final FileChannel channel;
    private final Digesting file;
    private final Digesting content;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread;
    private volatile Optional<IOException> failure = Optional.empty();

    /**
     * Starts a file.
     *
     * @param name what follows the digest in its name, {@code primary.xml}
     */
    MetadataFile(Path directory, String type, String name, MetadataCompression compression) throws IOException {
        this.type = type;
        this.suffix = "-" + name + compression.suffix();
        this.aside = directory.resolve("." + type);
        this.channel = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.file = new Digesting(Channels.newOutputStream(channel));
        this.content = new Digesting(compression.open(file));
        this.thread = Thread.ofPlatform().name(type).daemon().start(this::drain);
    }

    private void drain() {
        try {
            for (byte[] bytes = queue.take(); bytes != END; bytes = queue.take()) {
                if (failure.isEmpty()) {
                    append(bytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(byte[] bytes) {
        try {
            content.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /** Adds content; the array belongs to the file from now on. */
    void add(byte[] bytes) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (bytes.length > 0) {
            put(bytes);
        }
    }

    private void put(byte[] bytes) throws IOException {
        try {
            queue.put(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("writing " + type + " was interrupted");
        }
    }

    /** Ends the file, gives it its name and makes it outlive a crash. */
    WrittenMetadata finish() throws IOException {
        join();
        if (failure.isPresent()) {
            throw failure.get();
        }
        content.finishContent();
        channel.force(true);
        channel.close();
        String sha256 = file.hex();
        String name = sha256 + suffix;
        Files.move(aside, aside.resolveSibling(name));
        return new WrittenMetadata(type, "repodata/" + name, sha256, file.count, content.hex(), content.count);
    }

    private void join() throws IOException {
        put(END);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("writing " + type + " was interrupted");
        }
    }

    /** Gives up a file that was not finished. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        channel.close();
    }

    static MessageDigest sha256() {
        return NativeSha256.create().orElseGet(() -> {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        });
    }

    /** Passes bytes on, counted and digested. Closing it leaves the file open, which is still to be synced. */
    private static final class Digesting extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest = sha256();
        private long count;

        Digesting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            count += length;
            out.write(bytes, offset, length);
        }

        void finishContent() throws IOException {
            out.close();
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
