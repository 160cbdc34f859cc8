package org.atomsmith.cli.progress;

import java.util.Locale;

/** How progress is shown. */
public enum ProgressMode {
    /** Live lines on a terminal, plain lines elsewhere. */
    AUTO,
    /** A line when a step begins, one when it ends, and one now and then in between. */
    PLAIN,
    /** One JSON object for each event, on standard output. */
    JSON,
    /** Warnings only. */
    NONE;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
