package org.atomsmith.disk.tree;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads the contents of many files, which are wanted one after the other, on threads of its own before they are wanted:
 * unpacking and verifying an object takes longer than writing it. A few MiB for each thread are in memory, however
 * large the files.
 */
public final class ReadAhead implements Closeable {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int PIECES = 2;
    private static final int MOST_THREADS = 4;

    private final Iterator<File> files;
    private final ExecutorService threads;
    private final int mostGroups;
    private final Deque<BlockingQueue<Piece>> groups = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
    private File following;
    private boolean more;
    private Bytes piece = new Bytes(new byte[0], 0);
    private int taken;

    /**
     * A file that is wanted.
     *
     * @param path for messages
     */
    public record File(ContentSource content, String path) {}

    /** What a thread read: bytes, of small files those of several, or why it could not. */
    private sealed interface Piece {}

    private record Bytes(byte[] bytes, int length) implements Piece {}

    private record Failure(IOException reason) implements Piece {}

    /**
     * Begins to read.
     *
     * @param files in the order in which they are going to be wanted
     */
    public ReadAhead(Iterator<File> files) {
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        this.files = files;
        this.mostGroups = count + 2;
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("disk-read-", 0).factory());
        this.more = files.hasNext();
        this.following = more ? files.next() : new File(ContentSource.of(new byte[0]), "");
        while (more && groups.size() < mostGroups) {
            begin();
        }
    }

    /** Begins to read the next large file, or the next small ones. */
    private void begin() {
        List<File> group = new ArrayList<>();
        long bytes = 0;
        do {
            group.add(following);
            bytes += following.content().size();
            more = files.hasNext();
            following = more ? files.next() : following;
        } while (more && bytes + following.content().size() <= PIECE_BYTES);
        BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
        groups.add(pieces);
        threads.execute(() -> read(group, pieces));
    }

    private void read(List<File> group, BlockingQueue<Piece> pieces) {
        try {
            try {
                byte[] bytes = buffer();
                int filled = 0;
                for (File file : group) {
                    try (ContentReader reader = new ContentReader(file.content(), file.path())) {
                        while (true) {
                            if (filled == bytes.length) {
                                pieces.put(new Bytes(bytes, filled));
                                bytes = buffer();
                                filled = 0;
                            }
                            int n = reader.read(bytes, filled, bytes.length - filled);
                            if (n == 0) {
                                break;
                            }
                            filled += n;
                        }
                    }
                }
                if (filled > 0) {
                    pieces.put(new Bytes(bytes, filled));
                }
            } catch (IOException e) {
                pieces.put(new Failure(e));
            } catch (RuntimeException | Error e) {
                pieces.put(new Failure(new IOException("a file could not be read: " + e, e)));
            }
            pieces.put(new Bytes(new byte[0], 0));
        } catch (InterruptedException e) {
            // Closed: nobody wants the rest.
        }
    }

    private byte[] buffer() {
        byte[] used = free.poll();
        return used == null ? new byte[PIECE_BYTES] : used;
    }

    /**
     * Gives the next bytes of the files, one file's behind the other's.
     *
     * @param most how many at most, 1 or more; not more than the file has that is wanted
     * @return how many, 1 or more
     * @throws IOException when they could not be read, or are not as many as was announced
     */
    public int read(byte[] into, int offset, int most) throws IOException {
        while (taken == piece.length()) {
            next();
        }
        int n = Math.min(most, piece.length() - taken);
        System.arraycopy(piece.bytes(), taken, into, offset, n);
        taken += n;
        return n;
    }

    /**
     * Waits for the end of the last file.
     *
     * @throws IOException when a file was not what was announced, which may be known only behind its last byte
     */
    public void finish() throws IOException {
        while (!groups.isEmpty()) {
            next();
        }
    }

    private void next() throws IOException {
        if (piece.length() > 0) {
            free.add(piece.bytes());
        }
        taken = 0;
        piece = new Bytes(new byte[0], 0);
        BlockingQueue<Piece> group = groups.element();
        switch (take(group)) {
            case Failure failure -> throw failure.reason();
            case Bytes bytes -> {
                piece = bytes;
                if (bytes.length() == 0) {
                    groups.remove();
                    if (more) {
                        begin();
                    }
                }
            }
        }
    }

    private static Piece take(BlockingQueue<Piece> pieces) throws IOException {
        try {
            return pieces.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files were read", e);
        }
    }

    /** Ends the threads; what was not wanted yet is left. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
