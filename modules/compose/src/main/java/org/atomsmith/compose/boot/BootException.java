package org.atomsmith.compose.boot;

import java.io.IOException;
import java.io.Serial;

/** The tree's own tools could not make what boots it. */
public final class BootException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** States which tool failed, what it printed and what to do. */
    public BootException(String message) {
        super(message);
    }
}
