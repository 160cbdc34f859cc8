package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A request that failed for good: refused by the server, or repeated in vain. The message names the URL. */
public final class FetchException extends IOException {
    private final int status;
    private final boolean mayPass;
    private final Duration pause;
    private final transient URI uri;

    FetchException(URI uri, int status, String message) {
        this(uri, status, message, Duration.ZERO);
    }

    FetchException(URI uri, int status, String message, Duration pause) {
        super(message);
        this.pause = pause;
        this.uri = uri;
        this.status = status;
        this.mayPass = status == 408 || status == 429 || status >= 500 && status != 501;
    }

    FetchException(URI uri, String message, Throwable cause, boolean mayPass) {
        super(message, cause);
        this.pause = Duration.ZERO;
        this.uri = uri;
        this.status = 0;
        this.mayPass = mayPass;
    }

    /** True when the server says that there is no such file. */
    public boolean isNotFound() {
        return status == 404 || status == 403 || status == 410;
    }

    /** The status that the server gave; 0 when it gave none. */
    public int status() {
        return status;
    }

    /** What was asked for. */
    public URI uri() {
        return uri;
    }

    /** True when asking again may help. */
    boolean mayPass() {
        return mayPass;
    }

    /** How long the server asks to wait before that; zero when it asks nothing. */
    Duration pause() {
        return pause;
    }
}
