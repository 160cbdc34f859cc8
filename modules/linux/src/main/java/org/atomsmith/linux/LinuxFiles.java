package org.atomsmith.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Linux can do with a file that {@code java.nio.file} cannot. Symbolic links are never followed unless the method
 * says so. Every method throws {@link LinuxException} when the kernel refuses.
 */
public final class LinuxFiles {

    /** {@code FS_IMMUTABLE_FL} of linux/fs.h. */
    private static final int IMMUTABLE = 0x10;

    private LinuxFiles() {}

    /** The status of a file, of a symbolic link itself. */
    public static FileStatus stat(Path path) throws LinuxException {
        return Posix.statx(path, false);
    }

    /** The status of what a path leads to, symbolic links followed. */
    public static FileStatus statFollowing(Path path) throws LinuxException {
        return Posix.statx(path, true);
    }

    /**
     * The names in a directory, in the order of the file system.
     *
     * @throws java.nio.file.InvalidPathException when one is not valid UTF-8
     */
    public static List<DirectoryEntry> entries(Path directory) throws LinuxException {
        return PosixDirectory.entries(directory);
    }

    /** The status of a file, or empty when there is none of that name. */
    public static Optional<FileStatus> find(Path path) throws LinuxException {
        try {
            return Optional.of(stat(path));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Sets owner and group; the kernel clears setuid, setgid and capabilities, so set the mode afterwards. */
    public static void chown(Path path, int uid, int gid) throws LinuxException {
        Posix.lchown(path, uid, gid);
    }

    /**
     * Sets the permission bits, setuid, setgid and sticky ({@code 0} to {@code 07777}). A symbolic link has none: it
     * is refused with EOPNOTSUPP.
     */
    public static void chmod(Path path, int permissions) throws LinuxException {
        Posix.chmod(path, permissions);
    }

    /** Makes a directory; the process's umask applies. */
    public static void mkdir(Path path, int permissions) throws LinuxException {
        Posix.mkdir(path, permissions);
    }

    /** Makes a symbolic link with exactly this target, which NIO would normalise. */
    public static void symlink(String target, Path link) throws LinuxException {
        Posix.symlink(target, link);
    }

    /** Makes a second name of a file, of a symbolic link itself. */
    public static void link(Path existing, Path link) throws LinuxException {
        Posix.link(existing, link);
    }

    /**
     * Makes a node: a device, a pipe or an empty file.
     *
     * @param mode kind and permissions, {@link FileKind#bits()} {@code | 0644}; the umask applies
     */
    public static void mknod(Path path, int mode, int major, int minor) throws LinuxException {
        Posix.mknod(path, mode, Posix.device(major, minor));
    }

    /** Renames, replacing what is there. Both names are on one file system. */
    public static void rename(Path from, Path to) throws LinuxException {
        Posix.renameat2(from, to, 0);
    }

    /** Renames, and fails with EEXIST when the new name is taken. */
    public static void renameNoReplace(Path from, Path to) throws LinuxException {
        Posix.renameat2(from, to, Posix.RENAME_NOREPLACE);
    }

    /** Exchanges two names in one step; both exist. */
    public static void exchange(Path one, Path other) throws LinuxException {
        Posix.renameat2(one, other, Posix.RENAME_EXCHANGE);
    }

    /** Sets access and modification time. */
    public static void setTimes(Path path, long seconds, int nanos) throws LinuxException {
        Posix.utimensat(path, seconds, nanos);
    }

    /**
     * Sets or clears the immutable flag ({@code chattr +i}), which keeps even root from changing a directory's entries.
     *
     * @return false when the file system has no such flag or this process may not set it
     */
    public static boolean setImmutable(Path path, boolean immutable) throws LinuxException {
        try (Descriptor file = Descriptor.openForReading(path)) {
            int before = Posix.inodeFlags(file.fd(), path);
            int after = immutable ? before | IMMUTABLE : before & ~IMMUTABLE;
            if (after != before) {
                Posix.setInodeFlags(file.fd(), after, path);
            }
            return true;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOTTY -> false;
                default -> throw e;
            };
        }
    }

    /** Waits until a file's, or a directory's, content is on the disk. */
    public static void fsync(Path path) throws LinuxException {
        try (Descriptor file = Descriptor.openForReading(path)) {
            Posix.fsync(file.fd(), path);
        }
    }

    /** Waits until everything on a path's file system is on the disk. */
    public static void syncFileSystem(Path path) throws LinuxException {
        try (Descriptor file = Descriptor.openForReading(path)) {
            Posix.syncfs(file.fd(), path);
        }
    }

    /** The size and free space of a path's file system. */
    public static FileSystemStatus fileSystem(Path path) throws LinuxException {
        return PosixMount.statfs(path);
    }

    /**
     * Sets which permission bits new files of this whole process do not get.
     *
     * @return the mask until now
     */
    public static int umask(int mask) throws LinuxException {
        return Posix.umask(mask);
    }

    /**
     * Makes {@code to} a copy of a regular file that shares its blocks ({@code FICLONE}).
     *
     * @return false when the file system cannot share, in which case {@code to} was not made
     * @throws LinuxException with EEXIST when {@code to} exists
     */
    public static boolean cloneFile(Path from, Path to, int permissions) throws IOException {
        return FileCopy.cloneFile(from, to, permissions);
    }

    /**
     * Gives the file {@code to}, which exists and may be written to, the content of another, sharing its blocks
     * ({@code FICLONE}). Its permissions and attributes stay; the system takes capabilities from it.
     *
     * @return false when the file system cannot share: nothing has changed
     */
    public static boolean shareContent(Path from, Path to) throws IOException {
        return FileCopy.shareContent(from, to);
    }

    /**
     * Makes {@code to} a copy of a regular file's content: shared blocks where the file system can, else copied in the
     * kernel, else by read and write. Owner, times and attributes are not copied.
     *
     * @throws LinuxException with EEXIST when {@code to} exists
     */
    public static void copyFile(Path from, Path to, int permissions) throws IOException {
        FileCopy.copyFile(from, to, permissions);
    }
}
