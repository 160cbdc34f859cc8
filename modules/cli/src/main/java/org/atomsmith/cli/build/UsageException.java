package org.atomsmith.cli.build;

import java.io.Serial;

/** An option's value makes no sense. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
