package org.atomsmith.qa.check;

import java.io.IOException;

/** One question about a booted image. */
public interface Check {

    /** Its name in a verdict, short and stable: {@code "usr-read-only"}. */
    String name();

    /**
     * Asks it.
     *
     * @throws IOException if it could not be asked, which counts as a failure with the exception's message
     */
    CheckResult run(Subject subject) throws IOException;

    /** Whether no later check makes sense when this one fails. */
    default boolean isEssential() {
        return false;
    }
}
