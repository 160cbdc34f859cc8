package org.atomsmith.ostree.cli.command;

/** The words of a command are wrong: the message is printed with the command's help, and nothing was done. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong, as in {@code COMMIT is required}. */
    public UsageException(String message) {
        super(message);
    }
}
