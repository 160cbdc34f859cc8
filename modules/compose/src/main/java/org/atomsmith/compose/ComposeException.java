package org.atomsmith.compose;

import java.io.IOException;
import java.io.Serial;

/** A tree cannot be composed from what the treefile asks for. */
public final class ComposeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** States what is wrong and what to do. */
    public ComposeException(String message) {
        super(message);
    }
}
