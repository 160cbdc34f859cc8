package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMountsTest {
    @TempDir
    Path directory;

    private Command scenario(List<String> arguments) {
        List<String> java = List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OwnMountsScenario.class.getName());
        return Command.of(java)
                .withArguments(arguments)
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .withEnvironment("LC_ALL", "C.UTF-8")
                .withEnvironment(
                        OwnMountsScenario.REPORT, directory.resolve("report").toString());
    }

    private static void requireUnshare() throws IOException {
        CommandResult probe = Command.of("unshare", "--mount", "--propagation", "slave", "true")
                .withErrorsInOutput()
                .run();
        Assumptions.assumeTrue(probe.succeeded(), "this process may not have mounts of its own: " + probe.output());
    }

    @Test
    void a_program_with_a_very_long_command_line_runs_again_with_the_same_arguments() throws IOException {
        requireUnshare();
        List<String> arguments =
                new ArrayList<>(List.of("--append", "", "two words", "a\nb", "'\"$(x)\\", "gr\u00fcn"));
        for (int i = 0; i < 2000; i++) {
            arguments.add("package-" + i);
        }
        arguments.add("x".repeat(100_000));
        arguments.add("");

        CommandResult result = scenario(arguments).run();

        assertThat(result.exit()).as(result.output()).isEqualTo(7);
        List<String> report =
                List.of(Files.readString(directory.resolve("report")).split("\0", -1));
        assertThat(report.get(1))
                .isNotEqualTo(
                        Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString());
        assertThat(report.get(2)).isEqualTo("by-the-prefix");
        assertThat(report.subList(3, report.size() - 1)).isEqualTo(arguments);
    }

    @Test
    void a_signal_to_who_was_started_reaches_the_second_run() throws IOException, InterruptedException {
        requireUnshare();
        Path report = directory.resolve("report");
        ProcessBuilder builder =
                new ProcessBuilder(scenario(List.of(OwnMountsScenario.WAIT)).arguments());
        builder.environment().put(OwnMountsScenario.REPORT, report.toString());
        Process process = builder.redirectErrorStream(true).start();
        try {
            long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!Files.exists(report) && process.isAlive() && System.nanoTime() < patience) {
                Thread.sleep(20);
            }
            assertThat(report).exists();
            assertThat(Files.readString(report)).startsWith(process.pid() + "\0mnt:");
            Path own = Path.of("/proc/" + process.pid());
            assertThat(Files.readSymbolicLink(own.resolve("ns/mnt")))
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")));
            for (Path descriptor : Trees.list(own.resolve("fd"))) {
                assertThat(Files.readSymbolicLink(descriptor)).isNotEqualTo(Path.of("/dev/zero"));
            }
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void an_argument_that_the_locale_cannot_hold_is_kept_as_it_is() throws IOException {
        requireUnshare();
        CommandResult result = Command.of("sh", "-c", "exec \"$@\" \"$(printf 'gr\\303\\274n\\377')\"", "sh")
                .withArguments(scenario(List.of()).arguments())
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .withEnvironment("LC_ALL", "C")
                .withEnvironment(
                        OwnMountsScenario.REPORT, directory.resolve("report").toString())
                .withEnvironment(OwnMountsScenario.AS_STARTED, "1")
                .run();
        assertThat(result.exit()).as(result.output()).isEqualTo(7);
        assertThat(Files.readString(directory.resolve("report"), StandardCharsets.ISO_8859_1))
                .endsWith("gr\303\274n\377\0");
    }

    @Test
    void who_may_not_have_mounts_of_their_own_learns_what_to_do() throws IOException {
        requireUnshare();
        Assumptions.assumeTrue(Programs.find("setpriv").isPresent(), "setpriv is not installed");
        CommandResult result = Command.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin")
                .withArguments(scenario(List.of("one")).arguments())
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .withEnvironment(
                        OwnMountsScenario.REPORT, directory.resolve("report").toString())
                .run();
        assertThat(result.exit()).isEqualTo(9);
        assertThat(result.output())
                .contains("operation not permitted")
                .contains("run it as root of the machine (sudo)");
        assertThat(directory.resolve("report")).doesNotExist();
    }
}
