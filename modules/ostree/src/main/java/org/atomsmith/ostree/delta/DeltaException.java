package org.atomsmith.ostree.delta;

import java.io.IOException;

/** A static delta that is damaged, hostile, or does not fit the repository. The message names it. */
public final class DeltaException extends IOException {

    /** Says what is wrong with which delta. */
    public DeltaException(String message) {
        super(message);
    }

    /** The same, with the cause. */
    public DeltaException(String message, Throwable cause) {
        super(message, cause);
    }
}
