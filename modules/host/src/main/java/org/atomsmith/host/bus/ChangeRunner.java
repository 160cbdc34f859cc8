package org.atomsmith.host.bus;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.RunningCommand;

/**
 * Runs changes as the host's own command in a process of its own: it does exactly what somebody would who types it, can
 * be ended at any moment, and takes its memory along when it ends.
 */
final class ChangeRunner {
    /** 0, and 77 for nothing to do. */
    private static final List<Integer> SUCCESS = List.of(0, 77);

    /** As long as an upgrade over a bad line may take. */
    private static final Duration PATIENCE = Duration.ofHours(12);

    private final List<String> program;
    private final List<String> options;

    /**
     * A runner.
     *
     * @param program the words by which the host's program starts: {@code /usr/bin/atomic}
     * @param options for every command: {@code --sysroot=/mnt}
     */
    ChangeRunner(List<String> program, List<String> options) {
        this.program = List.copyOf(program);
        this.options = List.copyOf(options);
    }

    /** A change that runs. */
    static final class Running {
        private final RunningCommand command;

        private Running(RunningCommand command) {
            this.command = command;
        }

        /** Ends it. */
        void cancel() {
            command.close();
        }
    }

    /** Begins a change. */
    Running start(Change change, ChangeProgress progress) throws IOException {
        List<String> words = new ArrayList<>(program);
        words.add("host");
        words.add(change.words().getFirst());
        words.add("--progress=json");
        words.addAll(options);
        words.addAll(change.words().subList(1, change.words().size()));
        ChangeOutput output = new ChangeOutput(progress);
        RunningCommand command = Command.of(words)
                .withInheritedEnvironment()
                .withTimeout(PATIENCE)
                .withLines(output::line)
                .start();
        Thread.ofVirtual().start(() -> follow(command, output, progress));
        return new Running(command);
    }

    private static void follow(RunningCommand command, ChangeOutput output, ChangeProgress progress) {
        try (command) {
            int code = command.await().exit();
            boolean success = SUCCESS.contains(code);
            output.end(success);
            progress.ended(success, success ? "" : output.error().orElse("the command ended with " + code));
        } catch (IOException | RuntimeException e) {
            output.end(false);
            progress.ended(false, output.error().orElse(String.valueOf(e.getMessage())));
        }
    }
}
