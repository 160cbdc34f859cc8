package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.INT;
import static org.atomsmith.linux.NativeCall.LONG;
import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * The system calls, one method each, named as in the manual. A function is looked up in libc when it is first called:
 * each sits in a holder class of its own, so that a start-up pays only for what it uses.
 */
final class Posix {
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_TRUNC = 01000;
    static final int O_DIRECTORY = 0200000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;
    static final int RENAME_NOREPLACE = 1;
    static final int RENAME_EXCHANGE = 2;

    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_SIZE = 256;
    private static final long FICLONE = 0x40049409L;
    private static final long NS_GET_USERNS = 0xb701L;
    private static final long FS_IOC_GETFLAGS = 0x80086601L;
    private static final long FS_IOC_SETFLAGS = 0x40086602L;

    private Posix() {}

    private static final class Statx {
        static final MemorySegment AT = function("statx");
    }

    static FileStatus statx(Path path, boolean follow) throws LinuxException {
        FileStatus[] status = new FileStatus[1];
        invoke("statx", path, c -> {
            MemorySegment buffer = c.allocate(STATX_SIZE);
            int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
            int result = (int) c.call(Statx.AT, AT_FDCWD, c.path(path), flags, STATX_BASIC_STATS, buffer.address());
            if (result == 0) {
                status[0] = status(buffer);
            }
            return result;
        });
        return status[0];
    }

    /** Reads a {@code struct statx} (linux/stat.h). */
    private static FileStatus status(MemorySegment s) {
        return new FileStatus(
                Short.toUnsignedInt(s.get(ValueLayout.JAVA_SHORT, 28)),
                s.get(INT, 20),
                s.get(INT, 24),
                s.get(LONG, 40),
                s.get(INT, 16),
                s.get(LONG, 32),
                device(s.get(INT, 136), s.get(INT, 140)),
                s.get(INT, 128),
                s.get(INT, 132),
                s.get(LONG, 112),
                s.get(INT, 120),
                s.get(LONG, 96),
                s.get(INT, 104),
                s.get(LONG, 48));
    }

    /** glibc's {@code makedev(3)}. */
    static long device(int major, int minor) {
        long high = Integer.toUnsignedLong(major);
        long low = Integer.toUnsignedLong(minor);
        return (low & 0xffL) | ((high & 0xfffL) << 8) | ((low & ~0xffL) << 12) | ((high & ~0xfffL) << 32);
    }

    private static final class Lchown {
        static final MemorySegment AT = function("lchown");
    }

    static void lchown(Path path, int uid, int gid) throws LinuxException {
        invoke("lchown", path, c -> (int) c.call(Lchown.AT, c.path(path), uid, gid));
    }

    private static final class Fchmodat {
        static final MemorySegment AT = function("fchmodat");
    }

    static void chmod(Path path, int permissions) throws LinuxException {
        invoke("chmod", path, c -> (int) c.call(Fchmodat.AT, AT_FDCWD, c.path(path), permissions, AT_SYMLINK_NOFOLLOW));
    }

    private static final class Symlink {
        static final MemorySegment AT = function("symlink");
    }

    static void symlink(String target, Path link) throws LinuxException {
        invoke("symlink", link, c -> (int) c.call(Symlink.AT, c.text(target), c.path(link)));
    }

    private static final class Linkat {
        static final MemorySegment AT = function("linkat");
    }

    static void link(Path existing, Path link) throws LinuxException {
        invoke("link", link, c -> (int) c.call(Linkat.AT, AT_FDCWD, c.path(existing), AT_FDCWD, c.path(link), 0));
    }

    private static final class Mknod {
        static final MemorySegment AT = function("mknod");
    }

    static void mknod(Path path, int mode, long device) throws LinuxException {
        invoke("mknod", path, c -> (int) c.call(Mknod.AT, c.path(path), mode, device));
    }

    private static final class Mkdir {
        static final MemorySegment AT = function("mkdir");
    }

    static void mkdir(Path path, int permissions) throws LinuxException {
        invoke("mkdir", path, c -> (int) c.call(Mkdir.AT, c.path(path), permissions));
    }

    private static final class Renameat2 {
        static final MemorySegment AT = function("renameat2");
    }

    static void renameat2(Path from, Path to, int flags) throws LinuxException {
        invoke("renameat2", from + " -> " + to, c ->
                (int) c.call(Renameat2.AT, AT_FDCWD, c.path(from), AT_FDCWD, c.path(to), flags));
    }

    private static final class Utimensat {
        static final MemorySegment AT = function("utimensat");
    }

    static void utimensat(Path path, long seconds, int nanos) throws LinuxException {
        invoke("utimensat", path, c -> {
            MemorySegment times = c.allocate(32);
            for (long at = 0; at < 32; at += 16) {
                times.set(LONG, at, seconds);
                times.set(LONG, at + 8, nanos);
            }
            return (int) c.call(Utimensat.AT, AT_FDCWD, c.path(path), times.address(), AT_SYMLINK_NOFOLLOW);
        });
    }

    private static final class Umask {
        static final MemorySegment AT = function("umask");
    }

    static int umask(int mask) throws LinuxException {
        return (int) invoke("umask", Integer.toOctalString(mask), c -> (int) c.call(Umask.AT, mask));
    }

    private static final class Getuid {
        static final MemorySegment AT = function("getuid");
    }

    static int getuid() throws LinuxException {
        return (int) invoke("getuid", "", c -> Integer.toUnsignedLong((int) c.call(Getuid.AT)));
    }

    private static final class Geteuid {
        static final MemorySegment AT = function("geteuid");
    }

    static int geteuid() throws LinuxException {
        return (int) invoke("geteuid", "", c -> Integer.toUnsignedLong((int) c.call(Geteuid.AT)));
    }

    private static final class Open {
        static final MemorySegment AT = function("open");
    }

    /** Opens a file, closed on exec; the caller closes the descriptor with {@link #close}. */
    static int open(Path path, int flags, int permissions) throws LinuxException {
        return (int) invoke("open", path, c -> (int) c.call(Open.AT, c.path(path), flags | O_CLOEXEC, permissions));
    }

    private static final class Close {
        static final MemorySegment AT = function("close");
    }

    /** Closes a descriptor. Linux frees it even when it reports an error: what matters was told by {@link #fsync}. */
    static void close(int fd) throws LinuxException {
        invoke("close", "descriptor " + fd, c -> Math.max(0, (int) c.call(Close.AT, fd)));
    }

    private static final class Lseek {
        static final MemorySegment AT = function("lseek");
    }

    static long lseek(int fd, long offset, int whence, Path path) throws LinuxException {
        return invoke("lseek", path, c -> c.call(Lseek.AT, fd, offset, whence));
    }

    private static final class Fsync {
        static final MemorySegment AT = function("fsync");
    }

    static void fsync(int fd, Path path) throws LinuxException {
        invoke("fsync", path, c -> (int) c.call(Fsync.AT, fd));
    }

    private static final class Syncfs {
        static final MemorySegment AT = function("syncfs");
    }

    static void syncfs(int fd, Path path) throws LinuxException {
        invoke("syncfs", path, c -> (int) c.call(Syncfs.AT, fd));
    }

    private static final class Ioctl {
        static final MemorySegment AT = function("ioctl");
    }

    static void ficlone(int target, int source, Path path) throws LinuxException {
        invoke("ioctl FICLONE", path, c -> (int) c.call(Ioctl.AT, target, FICLONE, source));
    }

    /** A descriptor of the user namespace that owns the namespace behind {@code fd}. */
    static int owningUserNamespace(int fd) throws LinuxException {
        return (int)
                invoke("ioctl NS_GET_USERNS", "descriptor " + fd, c -> (int) c.call(Ioctl.AT, fd, NS_GET_USERNS, 0));
    }

    /** The inode flags of {@code chattr(1)}. */
    static int inodeFlags(int fd, Path path) throws LinuxException {
        int[] flags = new int[1];
        invoke("ioctl FS_IOC_GETFLAGS", path, c -> {
            MemorySegment value = c.allocate(8);
            int result = (int) c.call(Ioctl.AT, fd, FS_IOC_GETFLAGS, value.address());
            flags[0] = value.get(INT, 0);
            return result;
        });
        return flags[0];
    }

    static void setInodeFlags(int fd, int flags, Path path) throws LinuxException {
        invoke("ioctl FS_IOC_SETFLAGS", path, c -> {
            MemorySegment value = c.allocate(8);
            value.set(INT, 0, flags);
            return (int) c.call(Ioctl.AT, fd, FS_IOC_SETFLAGS, value.address());
        });
    }

    private static final class CopyFileRange {
        static final MemorySegment AT = function("copy_file_range");
    }

    /** Copies up to {@code length} bytes at both descriptors' positions; 0 at the end of the source. */
    static long copyFileRange(int source, int target, long length, Path path) throws LinuxException {
        return invoke("copy_file_range", path, c -> c.call(CopyFileRange.AT, source, 0, target, 0, length, 0));
    }
}
