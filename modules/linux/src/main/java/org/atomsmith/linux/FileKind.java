package org.atomsmith.linux;

/** The kinds of file, with the bits that mark them in {@code st_mode}. */
public enum FileKind {
    /** A regular file. */
    REGULAR(0100000),
    /** A directory. */
    DIRECTORY(0040000),
    /** A symbolic link. */
    SYMLINK(0120000),
    /** A character device. */
    CHARACTER_DEVICE(0020000),
    /** A block device. */
    BLOCK_DEVICE(0060000),
    /** A named pipe. */
    FIFO(0010000),
    /** A Unix socket. */
    SOCKET(0140000);

    /** The bits of {@code st_mode} that hold the kind. */
    public static final int MASK = 0170000;

    private final int bits;

    FileKind(int bits) {
        this.bits = bits;
    }

    /** The bits that mark this kind: {@code 0100000} for a regular file. */
    public int bits() {
        return bits;
    }

    /**
     * The kind in a mode.
     *
     * @throws IllegalArgumentException if the mode holds none of them
     */
    public static FileKind of(int mode) {
        for (FileKind kind : values()) {
            if (kind.bits == (mode & MASK)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("mode " + Integer.toOctalString(mode) + " holds no kind of file");
    }
}
