package org.atomsmith.oci;

import java.io.IOException;

/** An image, or what serves it, is not as it must be; the message says which and why. */
public final class OciException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public OciException(String message) {
        super(message);
    }

    /** Says what is wrong, and what came before. */
    public OciException(String message, Throwable cause) {
        super(message, cause);
    }
}
