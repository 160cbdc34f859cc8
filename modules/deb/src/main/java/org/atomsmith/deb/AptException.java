package org.atomsmith.deb;

import java.io.IOException;
import java.io.Serial;

/** An apt archive cannot be used. There is one subclass for each cause; the message says what to do next. */
public abstract sealed class AptException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private AptException(String message) {
        super(message);
    }

    private AptException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No mirror has the suite. */
    public static final class NoSuchSuite extends AptException {
        @Serial
        private static final long serialVersionUID = 1L;

        NoSuchSuite(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The suite has no such component, or nothing for the architecture. */
    public static final class NoSuchComponent extends AptException {
        @Serial
        private static final long serialVersionUID = 1L;

        NoSuchComponent(String message) {
            super(message);
        }
    }

    /** The Release file is not signed by a key that may sign it. The cause says why. */
    public static final class NotTrusted extends AptException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotTrusted(String message) {
            super(message);
        }

        NotTrusted(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The Release file's {@code Valid-Until} has passed. */
    public static final class Expired extends AptException {
        @Serial
        private static final long serialVersionUID = 1L;

        Expired(String message) {
            super(message);
        }
    }

    /** The Release file is of another suite than the one that was asked for. */
    public static final class WrongSuite extends AptException {
        @Serial
        private static final long serialVersionUID = 1L;

        WrongSuite(String message) {
            super(message);
        }
    }

    /** The Release file or a package list is malformed or of a form that is not supported. */
    public static final class Malformed extends AptException {
        @Serial
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }

        Malformed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
