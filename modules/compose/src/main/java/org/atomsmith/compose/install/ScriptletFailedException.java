package org.atomsmith.compose.install;

import java.io.IOException;
import java.io.Serial;

/** A scriptlet of a package ended with an error. */
public final class ScriptletFailedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * States which scriptlet failed and what it printed.
     *
     * @param line where a second, traced run stopped, empty when that is not known
     */
    public ScriptletFailedException(ScriptletCall call, int exit, String output, String line) {
        super(call.owner() + ": " + call.phase() + " failed with exit status " + exit
                + (line.isEmpty() ? "" : "\n  stopped at " + line)
                + (output.isBlank() ? "\n  it printed nothing" : "\n" + indented(output))
                + "\n  Nothing was written. Exclude the package or fix what it needs, then build again.");
    }

    private static String indented(String output) {
        return output.strip().lines().map(l -> "  | " + l).collect(java.util.stream.Collectors.joining("\n"));
    }
}
