package org.atomsmith.linux;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a program ended.
 *
 * @param arguments the program and its arguments
 * @param exit its exit code; 128 + N when signal N ended it
 * @param output what it wrote to standard output (and standard error, if merged), as far as it was captured: at most
 *     {@link Command#captureLimit()} bytes, its last ones
 * @param errors the same of standard error
 * @param seconds wall time
 */
public record CommandResult(List<String> arguments, int exit, String output, String errors, double seconds) {

    /** Copies the list. */
    public CommandResult {
        arguments = List.copyOf(arguments);
    }

    /** Whether the exit code is 0. */
    public boolean succeeded() {
        return exit == 0;
    }

    /**
     * This result, if the program succeeded.
     *
     * @throws CommandFailedException if not, with the last lines that it wrote
     */
    public CommandResult orThrow() throws CommandFailedException {
        if (!succeeded()) {
            throw new CommandFailedException(this);
        }
        return this;
    }

    /** The last lines of both outputs, errors last: what explains a failure. */
    public String lastLines(int count) {
        List<String> lines =
                (output + "\n" + errors).lines().filter(line -> !line.isBlank()).toList();
        return lines.stream().skip(Math.max(0, lines.size() - count)).collect(Collectors.joining("\n"));
    }
}
