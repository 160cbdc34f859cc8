package org.atomsmith.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomsmith.cli.command.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./atomsmith} in a copy of the sources, with the real Maven. */
@Tag("slow")
class LauncherBuildTest {
    @TempDir
    private Path folder;

    private Launch.Result launch(Checkout checkout, String... words) throws Exception {
        List<String> all = Stream.concat(Stream.of(checkout.file("atomsmith").toString()), Stream.of(words))
                .toList();
        return Launch.start(folder, Map.of("LC_ALL", "C", "JAVA_HOME", System.getProperty("java.home")), all)
                .end();
    }

    @Test
    void builds_and_then_starts_fast() throws Exception {
        Checkout checkout = Checkout.ofSources(folder.resolve("a checkout, with ünïcode"));
        Launch.Result first = launch(checkout, "--version");
        assertThat(first.err()).startsWith("atomsmith: building Atomsmith").hasLineCount(1);
        assertThat(first.out()).isEqualTo(Version.text() + "\n");
        try (Stream<Path> archives = Files.walk(checkout.file(".build"))) {
            assertThat(archives.filter(file -> file.toString().endsWith(".jsa")))
                    .hasSize(1);
        }

        assertThat(processorMillis(checkout))
                .as("processor time of a start, in milliseconds")
                .isLessThan(150);
        assertThat(launch(checkout, "nonsense").exit()).isEqualTo(2);
        assertThat(launch(checkout, "--help").err()).isEmpty();
    }

    /** What the shell's {@code times} says of one start: unlike the time on the wall, it does not tell of other work. */
    private long processorMillis(Checkout checkout) throws Exception {
        List<String> words = List.of(
                "bash",
                "-c",
                "\"$0\" --version > /dev/null; times",
                checkout.file("atomsmith").toString());
        String children = Launch.start(folder, Map.of(), words)
                .end()
                .out()
                .lines()
                .toList()
                .get(1);
        Matcher times = Pattern.compile("([0-9]+)m([0-9]+)\\.([0-9]{3})s").matcher(children);
        return times.results()
                .mapToLong(time -> Long.parseLong(time.group(1)) * 60_000
                        + Long.parseLong(time.group(2)) * 1000
                        + Long.parseLong(time.group(3)))
                .sum();
    }

    @Test
    void a_build_that_was_killed_is_done_again() throws Exception {
        Checkout checkout = Checkout.ofSources(folder.resolve("checkout"));
        Launch killed = Launch.start(
                folder, Map.of(), List.of(checkout.file("atomsmith").toString(), "--version"));
        while (!Files.exists(checkout.file(".build/modules/atomsmith-linux/classes"))) {
            Thread.sleep(100);
        }
        killed.process().descendants().forEach(ProcessHandle::destroyForcibly);
        killed.process().destroyForcibly();
        killed.end();
        assertThat(checkout.file(".build/current")).doesNotExist();
        assertThat(launch(checkout, "--version").out()).isEqualTo(Version.text() + "\n");
    }
}
