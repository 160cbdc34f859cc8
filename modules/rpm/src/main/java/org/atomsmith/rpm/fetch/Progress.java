package org.atomsmith.rpm.fetch;

import org.atomsmith.event.Step;

/** Counts one file's bytes into a step, each byte once, however often the transfer begins again. */
final class Progress {
    private final Step step;
    private final String label;
    private long counted;

    Progress(Step step, String label) {
        this.step = step;
        this.label = label;
    }

    /** The file is known up to that offset. */
    void reached(long offset) {
        if (offset > counted) {
            step.advance(offset - counted, label);
            counted = offset;
        }
    }

    void warn(String message) {
        step.warn(message);
    }
}
