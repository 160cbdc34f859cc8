package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    @TempDir
    Path directory;

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void gives_exactly_the_environment_that_was_set() throws IOException {
        CommandResult result = Command.of("env").withEnvironment("ONE", "1").runOrThrow();
        assertThat(result.output()).isEqualTo("ONE=1\n");
        assertThat(Command.of("env").withInheritedEnvironment().run().output()).contains("PATH=");
    }

    @Test
    void reads_nothing_by_default_and_bytes_when_given() throws IOException {
        assertThat(Command.of("cat").runOrThrow().output()).isEmpty();
        byte[] much = "line\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        CommandResult result =
                Command.of("wc", "-c").withInput(new Command.Input.Bytes(much)).runOrThrow();
        assertThat(result.output().strip()).isEqualTo("500000");
    }

    @Test
    void keeps_the_outputs_apart_or_together() throws IOException {
        Command command = shell("echo out; echo err >&2");
        assertThat(command.run().output()).isEqualTo("out\n");
        assertThat(command.run().errors()).isEqualTo("err\n");
        assertThat(command.withErrorsInOutput().run().output()).isEqualTo("out\nerr\n");
    }

    @Test
    void keeps_the_tail_of_a_long_output() throws IOException {
        CommandResult result = shell("seq 1 100000").withCaptureLimit(13).runOrThrow();
        assertThat(result.output()).isEqualTo("99999\n100000\n");
    }

    @Test
    void gives_lines_as_they_come_and_cuts_endless_ones() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        shell("echo one; printf two >&2; head -c 70000 /dev/zero | tr '\\0' x")
                .withLines(lines::add)
                .runOrThrow();
        assertThat(lines.get(0)).isEqualTo("one");
        assertThat(lines.get(1)).startsWith("twoxxx").hasSize(65_536);
        assertThat(String.join("", lines)).hasSize(6 + 70_000);
    }

    @Test
    void writes_to_a_file_and_appends() throws IOException {
        Path file = directory.resolve("out");
        Command.of("echo", "a").withOutput(new Command.Output.File(file, false)).runOrThrow();
        Command.of("echo", "b").withOutput(new Command.Output.File(file, true)).runOrThrow();
        assertThat(file).hasContent("a\nb\n");
    }

    @Test
    void runs_in_its_directory() throws IOException {
        assertThat(Command.of("pwd").withDirectory(directory).runOrThrow().output())
                .isEqualTo(directory.toRealPath() + "\n");
    }

    @Test
    void a_failure_says_the_command_the_code_and_the_last_lines() {
        assertThatThrownBy(() -> shell("echo because >&2; exit 3").runOrThrow())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageMatching("(?s)`sh -c 'echo because >&2; exit 3'` exited with 3 after [\\d.]+ s; it said:\n"
                        + "  because");
    }

    @Test
    void a_signal_is_told() {
        assertThatThrownBy(() -> shell("kill -9 $$").runOrThrow()).hasMessageContaining("was ended by signal 9");
    }

    @Test
    void a_missing_program_names_the_package_that_brings_it() {
        assertThat(new MissingProgramException("bwrap", Programs.debianPackage("bwrap")))
                .hasMessage("the program 'bwrap' is not installed: `apt-get install bubblewrap` brings it on Debian");
        assertThatThrownBy(() -> Command.of("no-such-program").run())
                .isInstanceOf(MissingProgramException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void ends_a_program_and_its_children_when_its_time_is_over() throws Exception {
        long begun = System.nanoTime();
        AtomicReference<String> child = new AtomicReference<>("");
        Command command =
                shell("sleep 61 & echo $!; wait").withLines(child::set).withTimeout(Duration.ofMillis(500));
        assertThatThrownBy(command::run)
                .isInstanceOf(CommandTimeoutException.class)
                .hasMessageContaining("time limit");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertGone(child.get());
    }

    @Test
    void an_interrupt_ends_the_program() throws Exception {
        AtomicReference<String> child = new AtomicReference<>("");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                shell("echo $$; exec sleep 62").withLines(child::set).run();
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        while (child.get().isEmpty()) {
            Thread.sleep(10);
        }
        thread.interrupt();
        thread.join(5_000);
        assertThat(thrown.get()).hasMessageContaining("interrupted");
        assertGone(child.get());
    }

    @Test
    void a_program_outlives_the_virtual_thread_that_started_it() throws Exception {
        AtomicReference<RunningCommand> running = new AtomicReference<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        running.set(shell("sleep 0.5; echo alive")
                                .withDeathOfParent()
                                .start());
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
        assertThat(running.get().await().output()).isEqualTo("alive\n");
    }

    /** Gone, or a zombie that the first process has not buried yet. */
    private static void assertGone(String pid) throws Exception {
        Path status = Path.of("/proc", pid, "status");
        String state = "";
        for (int i = 0; i < 50; i++) {
            state = Files.exists(status) ? Files.readString(status) : "gone";
            if (state.equals("gone") || state.contains("State:\tZ")) {
                return;
            }
            Thread.sleep(20);
        }
        fail("process " + pid + " still runs: " + state);
    }
}
