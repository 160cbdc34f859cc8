package org.atomsmith.rpm.fetch;

import java.time.Duration;

/**
 * How patient downloads are.
 *
 * @param rounds how often the list of mirrors is gone through, at least 1
 * @param backoff pause before the second round; doubles for each further one
 * @param connect longest wait for a connection and for the answer's first line
 * @param stall longest wait for the next byte of a body
 */
record Policy(int rounds, Duration backoff, Duration connect, Duration stall) {
    static final Policy DEFAULT = new Policy(4, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(45));

    /** For what can be done without. */
    static final Policy IMPATIENT =
            new Policy(2, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofSeconds(20));
}
