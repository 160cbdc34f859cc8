package org.atomsmith.rpm;

import java.io.IOException;
import java.io.Serial;

/** A package file or its metadata is malformed. */
public final class PackageFormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * States what was read, where, and what was wrong.
     *
     * @param offset byte offset in the file, or -1 when it has no meaning
     */
    public PackageFormatException(String message, long offset) {
        super(offset < 0 ? message : message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** Byte offset in the file, or -1. */
    public long offset() {
        return offset;
    }
}
