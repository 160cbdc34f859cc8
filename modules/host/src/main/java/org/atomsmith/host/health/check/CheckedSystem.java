package org.atomsmith.host.health.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * The system that checks look at.
 *
 * @param root its root; programs, {@code /proc} and {@code /sys} are found below it
 * @param repository the settings of its repository, which name the update servers
 * @param hadNetwork whether it had a network the last time that it was healthy, or that is not known
 * @param timeout how long one check may take
 */
public record CheckedSystem(Path root, KeyFile repository, boolean hadNetwork, Duration timeout) {

    /** Whether a program is installed. */
    public boolean has(String program) {
        return Files.isExecutable(program(program));
    }

    /** Runs a program of the system and returns how it ended. */
    public CommandResult run(String program, String... arguments) throws IOException {
        return Command.of(program(program).toString(), arguments)
                .withInheritedEnvironment()
                .withTimeout(timeout)
                .withCaptureLimit(64 << 10)
                .run();
    }

    private Path program(String name) {
        return root.resolve("usr/bin/" + name);
    }
}
