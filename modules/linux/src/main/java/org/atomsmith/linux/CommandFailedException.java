package org.atomsmith.linux;

import java.io.IOException;
import java.util.Locale;

/** A program ended with an exit code other than 0. */
public final class CommandFailedException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LINES = 20;

    private final transient CommandResult result;

    CommandFailedException(CommandResult result) {
        super(message(result));
        this.result = result;
    }

    /** How it ended. */
    public CommandResult result() {
        return result;
    }

    private static String message(CommandResult result) {
        String said = result.lastLines(LINES);
        return String.format(
                Locale.ROOT,
                "`%s` %s after %.1f s%s",
                Command.display(result.arguments()),
                result.exit() > 128 ? "was ended by signal " + (result.exit() - 128) : "exited with " + result.exit(),
                result.seconds(),
                said.isEmpty()
                        ? " and said nothing"
                        : "; it said:\n" + said.indent(2).stripTrailing());
    }
}
