package org.atomsmith.host.health.check;

import java.io.IOException;

/** One thing that a system must be able to do. */
public interface HealthCheck {

    /** Its name, as settings and results have it: {@code network}, {@code required.d/10-web.sh}. */
    String name();

    /** Whether the system does not work without it; of a built-in check, unless the settings say otherwise. */
    boolean required();

    /**
     * Looks.
     *
     * @throws IOException when it could not look: it failed
     */
    Finding run(CheckedSystem system) throws IOException;

    /** What a check found. */
    record Finding(State state, String message) {

        /** All is well. */
        public static Finding passed(String message) {
            return new Finding(State.PASSED, message);
        }

        /** Something is wrong. */
        public static Finding failed(String message) {
            return new Finding(State.FAILED, message);
        }

        /** There is nothing to look at here. */
        public static Finding skipped(String message) {
            return new Finding(State.SKIPPED, message);
        }
    }

    /** How a check ended. */
    enum State {
        /** All is well. */
        PASSED,
        /** Something is wrong. */
        FAILED,
        /** There is nothing to look at here. */
        SKIPPED;

        /** As JSON has it: {@code passed}. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
