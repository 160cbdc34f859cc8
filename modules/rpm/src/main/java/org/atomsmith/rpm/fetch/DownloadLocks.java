package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * One download of a digest at a time, among threads and among processes: a lock of one byte in a file of its own, at an
 * offset made from the digest. It vanishes with its process, however that ends.
 */
final class DownloadLocks {
    private static final long POLL_MILLIS = 40;

    /**
     * Open lock files. Static, because the locks are the process's: closing any channel of a file drops all of the
     * process's locks in it, so that everybody here must share one.
     */
    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private final Path file;

    DownloadLocks(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    private static final class Shared {
        private final FileChannel channel;
        private int users;

        private Shared(FileChannel channel) {
            this.channel = channel;
        }
    }

    /** A held lock. */
    interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** Waits until nobody else works on that digest. */
    Held acquire(String sha256) throws IOException {
        long offset = Long.parseLong(sha256, 0, 15, 16);
        Shared shared = share();
        try {
            FileLock lock = lock(shared.channel, offset);
            return () -> {
                try {
                    lock.release();
                } finally {
                    unshare(shared);
                }
            };
        } catch (IOException | RuntimeException e) {
            unshare(shared);
            throw e;
        }
    }

    private FileLock lock(FileChannel channel, long offset) throws IOException {
        while (true) {
            try {
                FileLock lock = channel.tryLock(offset, 1, false);
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this process holds it: wait as for another process.
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for another download, lock file " + file);
            }
        }
    }

    private Shared share() throws IOException {
        synchronized (OPEN) {
            Shared shared = OPEN.get(file);
            if (shared == null) {
                Files.createDirectories(file.getParent());
                shared = new Shared(FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
                OPEN.put(file, shared);
            }
            shared.users++;
            return shared;
        }
    }

    private void unshare(Shared shared) throws IOException {
        synchronized (OPEN) {
            if (--shared.users == 0) {
                OPEN.remove(file);
                shared.channel.close();
            }
        }
    }
}
