package org.atomsmith.cli.command;

import java.io.Serial;

/** An option's value makes no sense: the command ends with {@link ExitCode#USAGE}. */
public final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with it, and what to say instead. */
    public UsageException(String message) {
        super(message);
    }
}
