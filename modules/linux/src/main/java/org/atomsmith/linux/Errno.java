package org.atomsmith.linux;

/** Linux error numbers (asm-generic/errno.h; the same on x86-64 and AArch64) and their names. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** Interrupted by a signal; the call is repeated. */
    public static final int EINTR = 4;
    /** No such device or address; for a place in a file: behind its end. */
    public static final int ENXIO = 6;
    /** Bad file descriptor. */
    public static final int EBADF = 9;
    /** Try again; a lock is held by another. */
    public static final int EAGAIN = 11;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Device or resource busy. */
    public static final int EBUSY = 16;
    /** File exists. */
    public static final int EEXIST = 17;
    /** The two names are on different file systems. */
    public static final int EXDEV = 18;
    /** Not a directory. */
    public static final int ENOTDIR = 20;
    /** Is a directory. */
    public static final int EISDIR = 21;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Not an operation of this kind of file. */
    public static final int ENOTTY = 25;
    /** The file system is full. */
    public static final int ENOSPC = 28;
    /** The file system is mounted read-only. */
    public static final int EROFS = 30;
    /** The file has as many hard links as its file system allows. */
    public static final int EMLINK = 31;
    /** The result does not fit the buffer. */
    public static final int ERANGE = 34;
    /** The kernel does not have this call. */
    public static final int ENOSYS = 38;
    /** Too many symbolic links. */
    public static final int ELOOP = 40;
    /** No such extended attribute. */
    public static final int ENODATA = 61;
    /** The file system does not support this. */
    public static final int EOPNOTSUPP = 95;
    /** Over the disk quota. */
    public static final int EDQUOT = 122;

    private Errno() {}

    /** The name of an error number, {@code "ENOENT"}; {@code "errno 133"} for one that has no entry here. */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case 3 -> "ESRCH";
            case EINTR -> "EINTR";
            case 5 -> "EIO";
            case ENXIO -> "ENXIO";
            case 7 -> "E2BIG";
            case 8 -> "ENOEXEC";
            case EBADF -> "EBADF";
            case 10 -> "ECHILD";
            case EAGAIN -> "EAGAIN";
            case 12 -> "ENOMEM";
            case EACCES -> "EACCES";
            case 14 -> "EFAULT";
            case 15 -> "ENOTBLK";
            case EBUSY -> "EBUSY";
            case EEXIST -> "EEXIST";
            case EXDEV -> "EXDEV";
            case 19 -> "ENODEV";
            case ENOTDIR -> "ENOTDIR";
            case EISDIR -> "EISDIR";
            case EINVAL -> "EINVAL";
            case 23 -> "ENFILE";
            case 24 -> "EMFILE";
            case ENOTTY -> "ENOTTY";
            case 26 -> "ETXTBSY";
            case 27 -> "EFBIG";
            case ENOSPC -> "ENOSPC";
            case EROFS -> "EROFS";
            case EMLINK -> "EMLINK";
            case ERANGE -> "ERANGE";
            case 36 -> "ENAMETOOLONG";
            case 37 -> "ENOLCK";
            case ENOSYS -> "ENOSYS";
            case 39 -> "ENOTEMPTY";
            case ELOOP -> "ELOOP";
            case ENODATA -> "ENODATA";
            case 75 -> "EOVERFLOW";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case 116 -> "ESTALE";
            case 117 -> "EUCLEAN";
            case EDQUOT -> "EDQUOT";
            default -> "errno " + errno;
        };
    }

    /** What an error number means, for a person: {@code "file exists (EEXIST, 17)"}. */
    public static String describe(int errno) {
        String meaning = switch (errno) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case EACCES -> "permission denied";
            case EAGAIN -> "try again";
            case EBUSY -> "busy";
            case EEXIST -> "file exists";
            case EXDEV -> "on different file systems";
            case 19 -> "no such device or file system type";
            case ENOTDIR -> "not a directory";
            case EISDIR -> "is a directory";
            case EINVAL -> "invalid argument";
            case 24 -> "too many open files";
            case ENOSPC -> "no space left on the file system";
            case EROFS -> "read-only file system";
            case EMLINK -> "too many hard links";
            case 36 -> "name too long";
            case ENOSYS -> "not implemented by this kernel";
            case 39 -> "directory not empty";
            case ELOOP -> "too many symbolic links";
            case ENODATA -> "no such attribute";
            case EOPNOTSUPP -> "not supported by this file system";
            case EDQUOT -> "disk quota exceeded";
            default -> "failed";
        };
        return meaning + " (" + name(errno) + (name(errno).startsWith("errno") ? ")" : ", " + errno + ")");
    }
}
