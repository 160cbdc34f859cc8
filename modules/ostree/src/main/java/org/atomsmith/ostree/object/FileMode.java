package org.atomsmith.ostree.object;

/** The bits of {@code st_mode} that objects keep. */
public final class FileMode {
    /** The mask of the type bits. */
    public static final int TYPE = 0170000;
    /** A regular file. */
    public static final int REGULAR = 0100000;
    /** A directory. */
    public static final int DIRECTORY = 0040000;
    /** A symbolic link. */
    public static final int SYMLINK = 0120000;
    /** Permissions with set-user-ID, set-group-ID and sticky. */
    public static final int PERMISSIONS = 07777;

    private FileMode() {}

    /** True for the mode of a regular file. */
    public static boolean isRegular(int mode) {
        return (mode & TYPE) == REGULAR;
    }

    /** True for the mode of a symbolic link. */
    public static boolean isSymlink(int mode) {
        return (mode & TYPE) == SYMLINK;
    }

    /** True for the mode of a directory. */
    public static boolean isDirectory(int mode) {
        return (mode & TYPE) == DIRECTORY;
    }

    /** True when no bit is set besides type and permissions. */
    static boolean isKnown(int mode) {
        return (mode & ~(TYPE | PERMISSIONS)) == 0;
    }
}
