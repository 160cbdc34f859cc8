package org.atomsmith.host.health.check;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.CommandTimeoutException;

/**
 * A program that somebody put into a directory of checks. Exit code 0 passes, {@value #SKIP} says that there is nothing to
 * look at, any other fails; its last line is the message.
 *
 * @param name {@code required.d/NAME} or {@code wanted.d/NAME}
 */
record ScriptCheck(String name, Path file, boolean required) implements HealthCheck {
    /** As automake's tests and systemd's conditions have it. */
    static final int SKIP = 77;

    private static final int MESSAGE = 300;

    @Override
    public Finding run(CheckedSystem system) throws IOException {
        CommandResult result;
        try {
            result = Command.of(file.toString())
                    .withInheritedEnvironment()
                    .withErrorsInOutput()
                    .withCaptureLimit(16 << 10)
                    .withTimeout(system.timeout())
                    .run();
        } catch (CommandTimeoutException e) {
            return Finding.failed("no answer after " + system.timeout().toSeconds() + " s");
        }
        String last = result.lastLines(1).strip();
        String message = last.length() > MESSAGE ? last.substring(0, MESSAGE) + " ..." : last;
        return switch (result.exit()) {
            case 0 -> Finding.passed(message);
            case SKIP -> Finding.skipped(message);
            default -> Finding.failed("exit code " + result.exit() + (message.isEmpty() ? "" : ": " + message));
        };
    }
}
