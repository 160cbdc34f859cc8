package org.atomsmith.ostree.object;

import java.io.IOException;

/** An object, or a file that describes objects, whose bytes are not what they must be. The message names it. */
public final class CorruptObjectException extends IOException {

    /** Says which object, what was found in it and what was expected. */
    public CorruptObjectException(String message) {
        super(message);
    }

    /** The same, with the reader's own complaint. */
    public CorruptObjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
