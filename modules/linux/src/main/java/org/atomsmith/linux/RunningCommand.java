package org.atomsmith.linux;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A program that runs. Closing it ends it, with its descendants, if it has not ended by itself. */
public final class RunningCommand implements AutoCloseable {
    private static final long GRACE_MILLIS = 2_000;

    /**
     * Starts every program. The kernel's "die with your parent" means the thread that started the program, not the
     * process: a worker thread may end long before.
     */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("starter").factory());

    private final Command command;
    private final Process process;
    private final long begun = System.nanoTime();
    private final Optional<OutputTail> output;
    private final Optional<OutputTail> errors;

    private RunningCommand(Command command, Process process) {
        this.command = command;
        this.process = process;
        this.output = tail(command.output(), process.getInputStream());
        this.errors = command.errors().flatMap(target -> tail(target, process.getErrorStream()));
    }

    static RunningCommand start(Command command) throws IOException {
        RunningCommand running = new RunningCommand(command, startOnLastingThread(builder(command), command));
        running.feed();
        return running;
    }

    private static ProcessBuilder builder(Command command) throws MissingProgramException {
        List<String> arguments = new ArrayList<>();
        if (command.killWithParent()) {
            arguments.addAll(List.of(Programs.require("setpriv").toString(), "--pdeathsig", "KILL", "--"));
        }
        arguments.add(Programs.require(command.arguments().get(0)).toString());
        arguments.addAll(command.arguments().subList(1, command.arguments().size()));
        ProcessBuilder builder = new ProcessBuilder(arguments);
        if (!command.inheritEnvironment()) {
            builder.environment().clear();
        }
        builder.environment().putAll(command.environment());
        command.directory().ifPresent(directory -> builder.directory(directory.toFile()));
        builder.redirectInput(
                switch (command.input()) {
                    case Command.Input.None() -> Redirect.from(new File("/dev/null"));
                    case Command.Input.Bytes bytes -> Redirect.PIPE;
                    case Command.Input.File(Path path) -> Redirect.from(path.toFile());
                });
        builder.redirectOutput(redirect(command.output()));
        command.errors().ifPresent(target -> builder.redirectError(redirect(target)));
        return builder.redirectErrorStream(command.errors().isEmpty());
    }

    private static Redirect redirect(Command.Output target) {
        return switch (target) {
            case Command.Output.Captured() -> Redirect.PIPE;
            case Command.Output.Lines lines -> Redirect.PIPE;
            case Command.Output.File(Path path, boolean append) ->
                append ? Redirect.appendTo(path.toFile()) : Redirect.to(path.toFile());
            case Command.Output.Inherited() -> Redirect.INHERIT;
        };
    }

    private static Process startOnLastingThread(ProcessBuilder builder, Command command) throws IOException {
        try {
            return STARTER.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "cannot start `" + Command.display(command.arguments()) + "`: "
                            + Optional.ofNullable(e.getCause()).orElse(e).getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(command, e);
        }
    }

    private Optional<OutputTail> tail(Command.Output target, InputStream stream) {
        return switch (target) {
            case Command.Output.Captured() ->
                Optional.of(OutputTail.start(stream, command.captureLimit(), Optional.empty()));
            case Command.Output.Lines(Consumer<String> consumer) ->
                Optional.of(OutputTail.start(stream, command.captureLimit(), Optional.of(consumer)));
            case Command.Output.File file -> Optional.empty();
            case Command.Output.Inherited inherited -> Optional.empty();
        };
    }

    private void feed() {
        if (command.input() instanceof Command.Input.Bytes(byte[] content)) {
            Thread.ofPlatform().daemon().name("input").start(() -> {
                try (OutputStream out = process.getOutputStream()) {
                    out.write(content);
                } catch (IOException e) {
                    // A program need not read its input to the end; its exit code says whether it was content.
                }
            });
        }
    }

    /** Its process number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for its end.
     *
     * @throws CommandTimeoutException if the command's time is over; the program has been ended
     * @throws IOException if this thread was interrupted; the program has been ended
     */
    public CommandResult await() throws IOException {
        try {
            long left = command.timeout().toNanos() - (System.nanoTime() - begun);
            if (!process.waitFor(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                end();
                throw new CommandTimeoutException(result(), command.timeout());
            }
            return result();
        } catch (InterruptedException e) {
            end();
            throw interrupted(command, e);
        }
    }

    /** Waits for its end, at most this long; empty when it still runs. */
    public Optional<CommandResult> poll(Duration patience) throws IOException {
        try {
            return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS) ? Optional.of(result()) : Optional.empty();
        } catch (InterruptedException e) {
            throw interrupted(command, e);
        }
    }

    /** What it wrote to standard output so far, as far as it is captured. */
    public String output() {
        return output.map(OutputTail::text).orElse("");
    }

    /** What it wrote to standard error so far, as far as it is captured. */
    public String errors() {
        return errors.map(OutputTail::text).orElse("");
    }

    /** Asks it to end (SIGTERM), without waiting. */
    public void terminate() {
        process.destroy();
    }

    private CommandResult result() throws InterruptedException {
        long end = System.nanoTime();
        if (output.isPresent()) {
            output.get().join(GRACE_MILLIS);
        }
        if (errors.isPresent()) {
            errors.get().join(GRACE_MILLIS);
        }
        return new CommandResult(command.arguments(), process.exitValue(), output(), errors(), (end - begun) / 1e9);
    }

    /** Ends it and its descendants at once (SIGKILL) and waits until it is gone. */
    private void end() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit()
                .orTimeout(GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(late -> process)
                .join();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            end();
        }
    }

    private static InterruptedIOException interrupted(Command command, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException e =
                new InterruptedIOException("interrupted; `" + Command.display(command.arguments()) + "` was ended");
        e.initCause(cause);
        return e;
    }
}
