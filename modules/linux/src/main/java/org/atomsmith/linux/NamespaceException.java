package org.atomsmith.linux;

import java.io.IOException;

/** This process may not mount or own files as a build needs; the message says what to do. */
public final class NamespaceException extends IOException {
    private static final long serialVersionUID = 1L;

    NamespaceException(String message) {
        super(message);
    }
}
