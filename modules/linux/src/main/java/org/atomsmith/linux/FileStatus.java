package org.atomsmith.linux;

/**
 * A file's inode as {@code statx(2)} gives it, with symbolic links not followed unless asked.
 *
 * @param mode type and permission bits ({@code st_mode})
 * @param uid owner
 * @param gid group
 * @param size bytes; of a symbolic link the length of its target
 * @param nlink number of hard links
 * @param ino inode number, unique within {@code dev}
 * @param dev the device that the file system is on
 * @param rdevMajor of a device node, its major number; else 0
 * @param rdevMinor of a device node, its minor number; else 0
 * @param mtimeSeconds last modification, seconds since 1970
 * @param mtimeNanos the nanoseconds within that second, 0 to 999,999,999
 * @param ctimeSeconds last change of the inode, seconds since 1970
 * @param ctimeNanos the nanoseconds within that second
 * @param blocks allocated 512-byte blocks
 */
public record FileStatus(
        int mode,
        int uid,
        int gid,
        long size,
        int nlink,
        long ino,
        long dev,
        int rdevMajor,
        int rdevMinor,
        long mtimeSeconds,
        int mtimeNanos,
        long ctimeSeconds,
        int ctimeNanos,
        long blocks) {

    /** What kind of file it is. */
    public FileKind kind() {
        return FileKind.of(mode);
    }

    /** The permission bits with setuid, setgid and sticky: {@code mode & 07777}. */
    public int permissions() {
        return mode & 07777;
    }

    /** Whether it is a regular file. */
    public boolean isRegular() {
        return kind() == FileKind.REGULAR;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return kind() == FileKind.DIRECTORY;
    }

    /** Whether it is a symbolic link. */
    public boolean isSymlink() {
        return kind() == FileKind.SYMLINK;
    }

    /** Whether both are the same file: the same inode on the same device. */
    public boolean isSameFile(FileStatus other) {
        return dev == other.dev && ino == other.ino;
    }
}
