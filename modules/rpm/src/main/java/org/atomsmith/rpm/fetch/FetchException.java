package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** A file could not be fetched. There is one subclass for each cause; the message says what to do next. */
public abstract sealed class FetchException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private FetchException(String message) {
        super(message);
    }

    private FetchException(String message, Throwable cause) {
        super(message, cause);
    }

    static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d bytes", count);
    }

    /** The network may not be used and the cache does not hold what is needed. */
    public static final class Offline extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        Offline(String message) {
            super(message);
        }
    }

    /** Every mirror answered that it has no such file. */
    public static final class NotFound extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotFound(String message) {
            super(message);
        }
    }

    /** A mirror's bytes are not those that the signed index promised. */
    public static final class Mismatch extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }

        static Mismatch size(Request request, URI uri, long found) {
            return new Mismatch(uri + ": wrong size for " + request.label() + ": expected " + bytes(request.size())
                    + ", found " + bytes(found) + advice());
        }

        static Mismatch digest(Request request, URI uri, String found) {
            return new Mismatch(uri + ": wrong content for " + request.label() + ": expected SHA-256 "
                    + request.sha256() + ", found " + found + advice());
        }

        private static String advice() {
            return "; it was thrown away. The mirror is broken, out of date, or something changes files on the way:"
                    + " try later or name another mirror";
        }
    }

    /** A mirror's document is not one that may be used: of another repository, or older than what was seen. */
    public static final class Refused extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** The message names the address, what was found and what was expected. */
        public Refused(String message) {
            super(message);
        }
    }

    /** A document without known digest is larger than any honest one. */
    public static final class TooLarge extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        TooLarge(URI uri, long limit) {
            super(uri + ": the document is larger than the limit of " + bytes(limit)
                    + "; is this the address of a package repository?");
        }
    }

    /** No mirror could deliver: connections failed, timed out or ended early, or servers answered with errors. */
    public static final class Unreachable extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The disk that holds the cache has no room. */
    public static final class DiskFull extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        DiskFull(String message) {
            super(message);
        }
    }

    /** The cache's directory cannot be written or read. */
    public static final class Storage extends FetchException {
        @Serial
        private static final long serialVersionUID = 1L;

        Storage(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Joins what each mirror answered into one failure: of their own kind when all are of one, else unreachable. */
    static FetchException of(String label, List<FetchException> perMirror) {
        FetchException first = perMirror.getFirst();
        if (perMirror.size() == 1) {
            return first;
        }
        StringBuilder message =
                new StringBuilder("cannot download " + label + " from any of " + perMirror.size() + " mirrors:");
        perMirror.forEach(e -> message.append("\n  ").append(e.getMessage()));
        if (perMirror.stream().allMatch(NotFound.class::isInstance)) {
            return new NotFound(message.toString());
        }
        if (perMirror.stream().allMatch(Mismatch.class::isInstance)) {
            return new Mismatch(message.toString());
        }
        if (perMirror.stream().allMatch(Refused.class::isInstance)) {
            return new Refused(message.toString());
        }
        return new Unreachable(message.toString());
    }
}
