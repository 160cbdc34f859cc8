package org.atomsmith.linux;

import java.io.IOException;
import java.time.Duration;

/** A program was ended because it ran for longer than it was given. */
public final class CommandTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    CommandTimeoutException(CommandResult soFar, Duration limit) {
        super("`" + Command.display(soFar.arguments()) + "` was ended after " + limit.toSeconds()
                + " s, its time limit"
                + (soFar.lastLines(1).isEmpty()
                        ? ""
                        : "; its last lines:\n" + soFar.lastLines(20).indent(2).stripTrailing()));
    }
}
