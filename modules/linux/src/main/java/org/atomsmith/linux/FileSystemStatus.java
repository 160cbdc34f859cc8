package org.atomsmith.linux;

/**
 * A mounted file system's size, as {@code statfs(2)} gives it.
 *
 * @param type the file system's magic number (linux/magic.h): {@code 0xef53} for ext4
 * @param totalBytes its size
 * @param freeBytes what is free, reserved blocks included
 * @param availableBytes what an ordinary user may still write
 * @param freeInodes how many files may still be made; 0 on file systems that do not count
 * @param readOnly whether the mount at the path takes no changes; another mount of the same file system may
 */
public record FileSystemStatus(
        long type, long totalBytes, long freeBytes, long availableBytes, long freeInodes, boolean readOnly) {
    /** The magic number of overlayfs. */
    public static final long OVERLAY = 0x794c7630L;
    /** The magic number of tmpfs. */
    public static final long TMPFS = 0x01021994L;
}
