package org.atomsmith.disk.parallel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers compressed blocks by what they were made of, so that the next disk with nearly the same content is not
 * compressed again. Compressing gives the same bytes each time, so nobody can tell whether a block was remembered. The
 * bytes are in a file without a name; what this object itself takes is bounded. Any number of threads may use it.
 */
public final class BlockMemory implements Closeable {
    /** How many blocks are remembered at most: about 30 MB of memory for their places. */
    private static final int MOST_BLOCKS = 1 << 18;

    private static final BlockMemory NONE = new BlockMemory(null);

    private final @Nullable FileChannel file;
    private final Map<Key, Place> places = new ConcurrentHashMap<>();
    private final AtomicLong end = new AtomicLong();

    /** Half of a SHA-256: nobody finds two contents with the same one. */
    private record Key(long first, long second) {}

    private record Place(long position, int length) {}

    private BlockMemory(@Nullable FileChannel file) {
        this.file = file;
    }

    /** Remembers nothing. */
    public static BlockMemory none() {
        return NONE;
    }

    /**
     * Begins to remember.
     *
     * @param directory holds the file, which takes as much as all different compressed blocks together
     * @throws IOException when it cannot be made
     */
    public static BlockMemory in(Path directory) throws IOException {
        Path name = Files.createTempFile(directory, ".blocks", ".part");
        FileChannel channel = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(name);
        return new BlockMemory(channel);
    }

    /**
     * What one method of compressing has made so far; belongs to one thread.
     *
     * @param method names the method and its level: others do not make the same bytes
     */
    public Recall recall(String method) {
        return new Recall(method);
    }

    /** Whether anything is remembered at all. */
    public boolean remembers() {
        return file != null;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** One thread's view on what a method has made. */
    public final class Recall {
        private final byte[] method;
        private final MessageDigest digest;
        private Key last = new Key(0, 0);

        private Recall(String method) {
            this.method = (method + "\n").getBytes(StandardCharsets.UTF_8);
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java has SHA-256", e);
            }
        }

        /**
         * Looks for a block.
         *
         * @return what was made of it; empty when it is not remembered
         * @throws IOException when it cannot be read
         */
        public Optional<ByteBuffer> find(byte[] from, int offset, int length) throws IOException {
            if (file == null) {
                return Optional.empty();
            }
            digest.update(method);
            digest.update(from, offset, length);
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            last = new Key(hash.getLong(), hash.getLong());
            Place place = places.get(last);
            if (place == null) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate(place.length);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, place.position + bytes.position()) < 0) {
                    throw new IOException("the file of compressed blocks was cut off");
                }
            }
            return Optional.of(bytes.flip());
        }

        /**
         * Remembers what was made of the block that was looked for last.
         *
         * @throws IOException when it cannot be written
         */
        public void remember(ByteBuffer made) throws IOException {
            if (file == null || places.size() >= MOST_BLOCKS) {
                return;
            }
            int length = made.remaining();
            long position = end.getAndAdd(length);
            ByteBuffer bytes = made.duplicate();
            long at = position;
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
            places.put(last, new Place(position, length));
        }
    }
}
