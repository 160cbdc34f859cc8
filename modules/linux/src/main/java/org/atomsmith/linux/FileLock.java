package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.LONG;
import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An advisory lock on a file, held until closed or until the process ends. It is an "open file description" lock
 * ({@code F_OFD_SETLK}): it holds between threads of one process too, and libostree takes the same kind on
 * {@code repo/.lock}, so both exclude each other.
 */
public final class FileLock implements AutoCloseable {
    private static final int F_OFD_SETLK = 37;
    private static final short F_RDLCK = 0;
    private static final short F_WRLCK = 1;
    private static final int STRUCT_FLOCK = 32;
    private static final long LONGEST_SLEEP_MILLIS = 100;

    private final Descriptor file;

    /** With whom a lock is shared. */
    public enum Mode {
        /** With other shared holders. */
        SHARED,
        /** With nobody. */
        EXCLUSIVE
    }

    private static final class Fcntl {
        static final MemorySegment AT = function("fcntl");
    }

    private FileLock(Descriptor file) {
        this.file = file;
    }

    /** Takes the lock, making the file when it is missing; empty when another holds it. */
    public static Optional<FileLock> tryAcquire(Path path, Mode mode) throws LinuxException {
        while (true) {
            Descriptor file = open(path, mode);
            boolean kept = false;
            try {
                if (!lock(file, mode)) {
                    return Optional.empty();
                }
                // The holder before may have removed the file: a lock on that one keeps nobody out.
                FileStatus locked = LinuxFiles.statFollowing(Path.of(file.procPath()));
                kept = LinuxFiles.find(path).filter(locked::isSameFile).isPresent();
                if (kept) {
                    return Optional.of(new FileLock(file));
                }
            } finally {
                if (!kept) {
                    file.close();
                }
            }
        }
    }

    /**
     * Takes the lock, waiting for others to let go of it.
     *
     * @throws IOException if {@code patience} is over, or the thread is interrupted
     */
    public static FileLock acquire(Path path, Mode mode, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        for (long sleep = 1; ; sleep = Math.min(2 * sleep, LONGEST_SLEEP_MILLIS)) {
            Optional<FileLock> lock = tryAcquire(path, mode);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("another process has held the lock " + path + " for " + patience.toSeconds()
                        + " s: wait for it to end, or end it (`fuser -v " + path + "` names it)");
            }
            try {
                Thread.sleep(sleep);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the lock " + path);
            }
        }
    }

    private static Descriptor open(Path path, Mode mode) throws LinuxException {
        try {
            return Descriptor.open(path, Posix.O_RDWR | Posix.O_CREAT, 0660);
        } catch (LinuxException e) {
            // A reader may lock what it cannot write.
            if (mode == Mode.SHARED && (e.errno() == Errno.EROFS || e.errno() == Errno.EACCES)) {
                return Descriptor.openForReading(path);
            }
            throw e;
        }
    }

    private static boolean lock(Descriptor file, Mode mode) throws LinuxException {
        short type = mode == Mode.SHARED ? F_RDLCK : F_WRLCK;
        try {
            invoke("fcntl F_OFD_SETLK", file.path(), c -> {
                // struct flock of a 64-bit architecture: type, whence, start, length (0: to the end), pid.
                MemorySegment flock = c.allocate(STRUCT_FLOCK);
                flock.fill((byte) 0);
                flock.set(ValueLayout.JAVA_SHORT, 0, type);
                flock.set(LONG, 8, 0L);
                return (int) c.call(Fcntl.AT, file.fd(), F_OFD_SETLK, flock.address());
            });
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EACCES) {
                return false;
            }
            throw e;
        }
    }

    /** Removes the file, and lets go of the lock. */
    public void closeAndRemove() throws IOException {
        Files.deleteIfExists(file.path());
        close();
    }

    /** Lets go of the lock. The file stays. */
    @Override
    public void close() throws LinuxException {
        file.close();
    }
}
