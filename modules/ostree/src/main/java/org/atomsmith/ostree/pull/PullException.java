package org.atomsmith.ostree.pull;

import java.io.IOException;

/** A pull that is refused or cannot be done. The message says why. */
public final class PullException extends IOException {

    /** Says why. */
    public PullException(String message) {
        super(message);
    }

    /** The same, with what caused it. */
    public PullException(String message, Throwable cause) {
        super(message, cause);
    }
}
