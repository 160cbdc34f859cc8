package org.atomsmith.host.system;

import java.io.IOException;

/** Something that the host refuses; the message says what and why, and what to do. */
public final class HostException extends IOException {
    private static final long serialVersionUID = 1;

    /** Says what is refused. */
    public HostException(String message) {
        super(message);
    }

    /** Says what is refused, and what came before. */
    public HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
