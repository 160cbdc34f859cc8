package org.atomsmith.compose.layout;

import java.io.IOException;
import java.io.Serial;

/** A tree cannot become an OSTree host. */
public final class LayoutException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** States what is wrong and what to do. */
    public LayoutException(String message) {
        super(message);
    }
}
