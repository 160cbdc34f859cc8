package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds a composed tree against the one that Debian's own tools make of the same packages: {@code benchmarks/oracle}. The
 * tree is that of the output directory {@code -Datomsmith.out=DIR}; without it, the example is built for this.
 */
class OracleTest {
    private static final Path ROOT = root();
    private static final Duration LIMIT = Duration.ofMinutes(40);

    private static Path root() {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isExecutable(p.resolve("benchmarks/oracle"))) {
                return p;
            }
        }
        throw new IllegalStateException("no checkout above " + Path.of("").toAbsolutePath());
    }

    private static CommandResult run(Path directory, String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .withDirectory(directory)
                .withTimeout(LIMIT)
                .run();
    }

    private static void passes(Path directory, String... command) throws IOException {
        CommandResult result = run(directory, command);
        assertThat(result.exit())
                .as(() -> String.join(" ", command) + "\n" + result.output() + result.errors())
                .isZero();
    }

    private static boolean has(String program) throws IOException {
        return run(ROOT, "sh", "-c", "command -v " + program).exit() == 0;
    }

    private static Path output(Path directory) throws IOException {
        Optional<String> given = Optional.ofNullable(System.getProperty("atomsmith.out"));
        if (given.isPresent()) {
            Path out = ROOT.resolve(given.get());
            assumeTrue(Files.isRegularFile(out.resolve("build.json")), () -> "no build is in " + out);
            return out;
        }
        Path out = directory.resolve("out");
        passes(
                ROOT,
                ROOT.resolve("atomsmith").toString(),
                "build",
                "examples/container-host.yaml",
                "--no-qa",
                "--format",
                "qcow2",
                "--out",
                out.toString());
        return out;
    }

    @Test
    void the_comparison_finds_each_kind_of_difference() throws IOException {
        assumeTrue(has("python3"), "there is no python3");
        passes(ROOT.resolve("benchmarks"), "python3", "-B", "-m", "unittest");
    }

    @Test
    @Tag("slow")
    void the_tree_is_the_one_that_debians_own_tools_make(@TempDir Path directory) throws IOException {
        assumeTrue(
                run(ROOT, "id", "-u").output().strip().equals("0"),
                "mmdebstrap and ostree give files their owners as root");
        for (String program : List.of("python3", "mmdebstrap", "ostree")) {
            assumeTrue(has(program), () -> "there is no " + program);
        }
        passes(
                ROOT,
                ROOT.resolve("benchmarks/oracle").toString(),
                output(directory).toString());
    }
}
