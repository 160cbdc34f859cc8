package org.atomsmith.host.layer;

import java.io.IOException;
import java.io.Serial;

/** Packages cannot be layered as they were asked for. */
public final class LayerException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** States what is wrong and what to do. */
    public LayerException(String message) {
        super(message);
    }
}
