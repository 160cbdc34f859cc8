package org.atomsmith.compose.install;

import java.io.IOException;
import java.io.Serial;
import java.util.stream.Collectors;

/** A scriptlet of a package ended with an error. */
public final class ScriptletFailedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * States which scriptlet failed and what it printed.
     *
     * @param line where a second, traced run stopped, empty when that is not known
     */
    ScriptletFailedException(ScriptletCall call, int exit, String output, String line) {
        super(call.owner() + ": " + call.phase() + " failed with exit status " + exit
                + (line.isEmpty() ? "" : "\n  stopped at " + line)
                + (output.isBlank() ? "\n  it printed nothing" : "\n" + indented(output)));
    }

    /** States why a scriptlet could not run. */
    ScriptletFailedException(ScriptletCall call, String reason) {
        super(call.owner() + ": " + call.phase() + " cannot run: " + reason);
    }

    private ScriptletFailedException(String message) {
        super(message);
    }

    /** The same with what to do next, which depends on where packages are installed. */
    public ScriptletFailedException advising(String advice) {
        ScriptletFailedException advising = new ScriptletFailedException(getMessage() + "\n  " + advice);
        advising.setStackTrace(getStackTrace());
        return advising;
    }

    private static String indented(String output) {
        return output.strip().lines().map(l -> "  | " + l).collect(Collectors.joining("\n"));
    }
}
