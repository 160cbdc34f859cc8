package org.atomsmith.ostree.archive;

import java.io.IOException;

/** An archive that is damaged, or has something in it that cannot be read. The message says where. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1;

    ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
