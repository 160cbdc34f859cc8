package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.INT;
import static org.atomsmith.linux.NativeCall.LONG;
import static org.atomsmith.linux.NativeCall.POINTER;
import static org.atomsmith.linux.NativeCall.bindCritical;
import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A regular file that is being made: its content, and what it has besides, all by its descriptor. That spares the
 * kernel looking up the path again for each of them. Used by one thread at a time.
 */
public final class NewFile implements Closeable {
    /** The garbage collector waits for a write, so one is never long. */
    private static final int PIECE = 65_536;

    private static final int SYNC_FILE_RANGE_WRITE = 2;

    private final Descriptor file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private static final class Write {
        static final MethodHandle CALL = bindCritical("write", LONG, INT, POINTER, LONG);
    }

    private static final class Fchmod {
        static final MemorySegment AT = function("fchmod");
    }

    private static final class Fchown {
        static final MemorySegment AT = function("fchown");
    }

    private static final class Futimens {
        static final MemorySegment AT = function("futimens");
    }

    private static final class Fsetxattr {
        static final MemorySegment AT = function("fsetxattr");
    }

    private static final class SyncFileRange {
        static final MemorySegment AT = function("sync_file_range");
    }

    private NewFile(Descriptor file) {
        this.file = file;
    }

    /**
     * Makes the file.
     *
     * @param permissions less those of the process's umask
     * @throws LinuxException with EEXIST when there is something of this name
     */
    public static NewFile create(Path path, int permissions) throws LinuxException {
        return new NewFile(Descriptor.open(path, Posix.O_WRONLY | Posix.O_CREAT | Posix.O_EXCL, permissions));
    }

    /** Appends bytes. */
    public void write(byte[] bytes, int offset, int length) throws LinuxException {
        MemorySegment content = MemorySegment.ofArray(bytes);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            MemorySegment piece = content.asSlice(at, Math.min(PIECE, end - at));
            at += (int) invoke("write", file.path(), c ->
                    (long) Write.CALL.invokeExact(c.state(), file.fd(), piece, piece.byteSize()));
        }
    }

    /** Sets owner and group, which clears setuid, setgid and capabilities. */
    public void chown(int uid, int gid) throws LinuxException {
        invoke("fchown", file.path(), c -> (int) c.call(Fchown.AT, file.fd(), uid, gid));
    }

    /** Sets the permission bits, {@code 0} to {@code 07777}, whatever the umask. */
    public void chmod(int permissions) throws LinuxException {
        invoke("fchmod", file.path(), c -> (int) c.call(Fchmod.AT, file.fd(), permissions));
    }

    /** Sets an extended attribute. */
    public void setXattr(String name, byte[] value) throws LinuxException {
        invoke("fsetxattr " + name, file.path(), c ->
                (int) c.call(Fsetxattr.AT, file.fd(), c.text(name), c.bytes(value), value.length, 0));
    }

    /** Sets access and modification time. */
    public void setTimes(long seconds, int nanos) throws LinuxException {
        invoke("futimens", file.path(), c -> {
            MemorySegment times = c.allocate(32);
            for (long at = 0; at < 32; at += 16) {
                times.set(LONG, at, seconds);
                times.set(LONG, at + 8, nanos);
            }
            return (int) c.call(Futimens.AT, file.fd(), times.address());
        });
    }

    /**
     * Has the kernel begin to write the content to disk, and does not wait: a later sync has less to do. Only a hint; where
     * it is refused nothing is lost.
     */
    public void beginWriteback() {
        try {
            invoke("sync_file_range", file.path(), c ->
                    (int) c.call(SyncFileRange.AT, file.fd(), 0, 0, SYNC_FILE_RANGE_WRITE));
        } catch (LinuxException e) {
            // What is wrong with the disk will be told by the sync.
        }
    }

    @Override
    public void close() throws LinuxException {
        if (closed.compareAndSet(false, true)) {
            file.close();
        }
    }
}
