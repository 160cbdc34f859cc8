package org.atomsmith.linux;

import java.nio.file.Path;
import java.util.List;

/**
 * Mounts of this process's own mount namespace ({@link Namespaces}); made only there, so that they vanish with the
 * process and the machine never sees them.
 */
public final class Mounts {
    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;
    private static final long MS_NOEXEC = 8;
    private static final long MS_BIND = 4096;
    private static final long MS_REC = 16384;
    private static final long MS_SLAVE = 1 << 19;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    /** The kernel takes at most one page of mount options. */
    private static final int MAX_OPTIONS = 4095;

    private Mounts() {}

    /** Shows a tree at a second place. */
    public static void bind(Path source, Path target) throws LinuxException {
        PosixMount.mount(FileNames.text(source), target, "none", MS_BIND | MS_REC, "");
    }

    /**
     * Mounts a device, whose programs and nodes then count for nothing.
     *
     * @param type of the file system, as the kernel names it: {@code vfat}
     */
    public static void device(Path device, Path target, String type) throws LinuxException {
        PosixMount.mount(FileNames.text(device), target, type, MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
    }

    /** Lets a tree of mounts take over what is mounted where it came from, and give nothing back (mount_namespaces(7)). */
    static void makeSlave(Path target) throws LinuxException {
        PosixMount.mount("none", target, "none", MS_REC | MS_SLAVE, "");
    }

    /** Mounts an empty file system in memory, at most {@code bytes} large. */
    public static void tmpfs(Path target, long bytes, int permissions) throws LinuxException {
        String options = "size=" + bytes + ",mode=" + Integer.toOctalString(permissions);
        PosixMount.mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options);
    }

    /**
     * Mounts an overlay (Documentation/filesystems/overlayfs.rst): the lower trees, topmost first, and above them one
     * that takes the changes. The marks of deletion are {@link Whiteouts}. Directories of lower trees cannot be
     * renamed (EXDEV): redirects would tie the upper tree to the lower ones. Nothing is forced to the disk
     * ({@code volatile}): the work directory serves one mount, and what came of it is copied out.
     *
     * @param upper on a file system that is not itself an overlay
     * @param work an empty directory on the same file system
     * @throws LinuxException if the kernel refuses
     * @throws IllegalArgumentException if there are no lower trees or more than about 200
     */
    public static void overlay(List<Path> lower, Path upper, Path work, Path target) throws LinuxException {
        if (lower.isEmpty()) {
            throw new IllegalArgumentException("an overlay at " + target + " needs at least one lower tree");
        }
        try (OverlayDescriptors layers = OverlayDescriptors.open(lower, upper, work)) {
            String options = layers.options() + ",userxattr,index=off,redirect_dir=nofollow,volatile";
            if (options.length() > MAX_OPTIONS) {
                throw new IllegalArgumentException("an overlay at " + target + " has " + lower.size()
                        + " lower trees; the kernel takes about 200: merge some of them first");
            }
            PosixMount.mount("overlay", target, "overlay", MS_NODEV, options);
        }
    }

    /** Unmounts. */
    public static void unmount(Path target) throws LinuxException {
        PosixMount.umount2(target, UMOUNT_NOFOLLOW);
    }

    /** Takes a mount out of the tree now; the kernel ends it when its last user is gone. */
    public static void detach(Path target) throws LinuxException {
        PosixMount.umount2(target, UMOUNT_NOFOLLOW | MNT_DETACH);
    }
}
