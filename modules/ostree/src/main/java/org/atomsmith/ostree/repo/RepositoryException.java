package org.atomsmith.ostree.repo;

import java.io.IOException;

/** A repository that is not there, not readable by this program, or locked for too long. The message names it. */
public final class RepositoryException extends IOException {

    /** Says which repository, what was found and what to do. */
    public RepositoryException(String message) {
        super(message);
    }

    /** The same, with what caused it. */
    public RepositoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
