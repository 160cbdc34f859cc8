package org.atomsmith.ostree.pull.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before asking again: longer each time, and never all clients at once. */
final class Backoff {
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 8000;

    /** A server may ask for more than we would wait by ourselves, not for any time. */
    private static final Duration MOST_ASKED = Duration.ofSeconds(60);

    private Backoff() {}

    /**
     * Waits before try {@code attempt + 1}.
     *
     * @param attempt how many tries there were, from 1
     * @param asked what the server asks to wait at least; zero when it asks nothing
     */
    static void sleep(int attempt, Duration asked) throws InterruptedIOException {
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 10));
        long millis = most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
        try {
            Thread.sleep(Math.max(millis, asked.compareTo(MOST_ASKED) < 0 ? asked.toMillis() : MOST_ASKED.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to ask again");
        }
    }
}
