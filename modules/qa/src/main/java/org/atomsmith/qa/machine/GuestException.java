package org.atomsmith.qa.machine;

import java.io.IOException;

/** A guest did not do what its machine was started for; the message says what was seen instead. */
public final class GuestException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A failure in these words. */
    public GuestException(String message) {
        super(message);
    }
}
