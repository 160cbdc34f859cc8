package org.atomsmith.ostree.maintenance;

import java.io.IOException;

/** A repository that is not in order. The message says what is broken, and in which commits. */
public final class FsckException extends IOException {

    /** Says what is broken. */
    public FsckException(String message) {
        super(message);
    }

    /** The same, with what showed it. */
    public FsckException(String message, Throwable cause) {
        super(message, cause);
    }
}
