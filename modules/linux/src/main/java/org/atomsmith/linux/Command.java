package org.atomsmith.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An external program to run. A command is a value: each {@code with} method gives a changed copy. Unless told
 * otherwise the program gets an empty environment, {@code /dev/null} as its input, this process's directory, an hour,
 * and the last {@value #DEFAULT_CAPTURE} bytes of each of its outputs are kept.
 *
 * @param arguments the program's name or path, and its arguments
 * @param environment its environment variables, exactly
 * @param inheritEnvironment whether this process's own variables come first
 * @param directory its working directory
 * @param input what it reads
 * @param output where its standard output goes
 * @param errors where its standard error goes; empty for the same place as the output
 * @param captureLimit how many bytes of a captured output are kept: the last ones
 * @param timeout after which it is ended
 * @param killWithParent whether the kernel ends it when this process dies, even by {@code kill -9}
 */
public record Command(
        List<String> arguments,
        SortedMap<String, String> environment,
        boolean inheritEnvironment,
        Optional<Path> directory,
        Input input,
        Output output,
        Optional<Output> errors,
        int captureLimit,
        Duration timeout,
        boolean killWithParent) {
    private static final int DEFAULT_CAPTURE = 1 << 20;

    /** What a program reads from its standard input. */
    public sealed interface Input {
        /** Nothing: {@code /dev/null}. */
        record None() implements Input {}

        /** These bytes. */
        record Bytes(byte[] content) implements Input {}

        /** A file's content. */
        record File(Path path) implements Input {}
    }

    /** Where an output of a program goes. */
    public sealed interface Output {
        /** Into the result. */
        record Captured() implements Output {}

        /** Line by line to a consumer, as UTF-8, on another thread; the tail is captured as well. */
        record Lines(Consumer<String> consumer) implements Output {}

        /** Into a file, from its beginning or appended. */
        record File(Path path, boolean append) implements Output {}

        /** To this process's own output. */
        record Inherited() implements Output {}
    }

    /** Copies the collections and checks that there is a program. */
    public Command {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (captureLimit < 0 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a command needs a time limit and a capture limit");
        }
    }

    /** A program and its arguments. */
    public static Command of(String program, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, program);
        return of(all);
    }

    /** A program and its arguments. */
    public static Command of(List<String> arguments) {
        return new Command(
                arguments,
                new TreeMap<>(),
                false,
                Optional.empty(),
                new Input.None(),
                new Output.Captured(),
                Optional.of(new Output.Captured()),
                DEFAULT_CAPTURE,
                Duration.ofHours(1),
                false);
    }

    /** With more arguments at the end. */
    public Command withArguments(List<String> more) {
        Draft draft = new Draft(this);
        draft.arguments = new ArrayList<>(arguments);
        draft.arguments.addAll(more);
        return draft.command();
    }

    /** With this variable as well. */
    public Command withEnvironment(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return withEnvironment(more);
    }

    /** With exactly these variables (and this process's, if they are inherited). */
    public Command withEnvironment(Map<String, String> variables) {
        Draft draft = new Draft(this);
        draft.environment = new TreeMap<>(variables);
        return draft.command();
    }

    /** With this process's variables, under those that are set here. */
    public Command withInheritedEnvironment() {
        Draft draft = new Draft(this);
        draft.inheritEnvironment = true;
        return draft.command();
    }

    /** In this directory. */
    public Command withDirectory(Path path) {
        Draft draft = new Draft(this);
        draft.directory = Optional.of(path);
        return draft.command();
    }

    /** Reading this. */
    public Command withInput(Input source) {
        Draft draft = new Draft(this);
        draft.input = source;
        return draft.command();
    }

    /** With standard output going there. */
    public Command withOutput(Output target) {
        Draft draft = new Draft(this);
        draft.output = target;
        return draft.command();
    }

    /** With standard error going there. */
    public Command withErrors(Output target) {
        return withErrors(Optional.of(target));
    }

    /** With standard error going where standard output goes. */
    public Command withErrorsInOutput() {
        return withErrors(Optional.empty());
    }

    private Command withErrors(Optional<Output> target) {
        Draft draft = new Draft(this);
        draft.errors = target;
        return draft.command();
    }

    /** With every line of both outputs given to a consumer, on another thread. */
    public Command withLines(Consumer<String> consumer) {
        return withOutput(new Output.Lines(consumer)).withErrorsInOutput();
    }

    /** Keeping at most this many bytes of each captured output. */
    public Command withCaptureLimit(int bytes) {
        Draft draft = new Draft(this);
        draft.captureLimit = bytes;
        return draft.command();
    }

    /** Ended after this time. */
    public Command withTimeout(Duration limit) {
        Draft draft = new Draft(this);
        draft.timeout = limit;
        return draft.command();
    }

    /** Ended by the kernel when this process dies. */
    public Command withDeathOfParent() {
        Draft draft = new Draft(this);
        draft.killWithParent = true;
        return draft.command();
    }

    /**
     * Runs the program to its end. An interrupt of this thread ends the program and its descendants.
     *
     * @return how it ended, whatever its exit code
     * @throws MissingProgramException if it is not installed
     * @throws CommandTimeoutException if it ran for too long
     * @throws IOException if it cannot be started, or the thread was interrupted
     */
    public CommandResult run() throws IOException {
        try (RunningCommand running = start()) {
            return running.await();
        }
    }

    /** Runs the program and throws {@link CommandFailedException} unless it exits with 0. */
    public CommandResult runOrThrow() throws IOException {
        return run().orThrow();
    }

    /** Starts the program; the caller closes it, which ends it. */
    public RunningCommand start() throws IOException {
        return RunningCommand.start(this);
    }

    /** A command as a person would type it, shortened. */
    static String display(List<String> arguments) {
        String line = arguments.stream()
                .map(a -> a.isEmpty() || !a.matches("[\\w@%+=:,./-]+") ? "'" + a.replace("'", "'\\''") + "'" : a)
                .collect(Collectors.joining(" "));
        return line.length() <= 300 ? line : line.substring(0, 300) + " ...";
    }

    /** A command's parts while one of them changes. */
    private static final class Draft {
        private List<String> arguments;
        private SortedMap<String, String> environment;
        private boolean inheritEnvironment;
        private Optional<Path> directory;
        private Input input;
        private Output output;
        private Optional<Output> errors;
        private int captureLimit;
        private Duration timeout;
        private boolean killWithParent;

        Draft(Command from) {
            arguments = from.arguments;
            environment = from.environment;
            inheritEnvironment = from.inheritEnvironment;
            directory = from.directory;
            input = from.input;
            output = from.output;
            errors = from.errors;
            captureLimit = from.captureLimit;
            timeout = from.timeout;
            killWithParent = from.killWithParent;
        }

        Command command() {
            return new Command(
                    arguments,
                    environment,
                    inheritEnvironment,
                    directory,
                    input,
                    output,
                    errors,
                    captureLimit,
                    timeout,
                    killWithParent);
        }
    }
}
