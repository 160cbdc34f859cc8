package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;

/** rpmbuild and rpm: what makes the tests' packages, and judges how we read them. */
public final class RpmBuild {
    /** Lines of a spec: every kind of relation that a package has beside what it provides and plainly requires. */
    public static final String RELATIONS = """
            Requires(pre): early >= 1:2-3
            Conflicts: enemy <= 3, (x and y)
            Obsoletes: ancient < 2
            Recommends: (nice with shiny)
            Suggests: perl(Some::Module) = 1
            Supplements: (host unless guest)
            Enhances: thing
            """;

    private final Path top;

    /** Builds below that directory; skips the test where rpmbuild is not installed. */
    public RpmBuild(Path top) {
        Fixtures.requireProgram("rpmbuild");
        this.top = top;
    }

    /** Builds the one package of a spec file; {@code defines} are macros like {@code _binary_payload w9.gzdio}. */
    public Path build(String spec, String... defines) throws IOException {
        Path directory = Files.createTempDirectory(top, "b");
        Path file = Files.writeString(directory.resolve("test.spec"), spec);
        List<String> command = new ArrayList<>(List.of(
                "rpmbuild",
                "-bb",
                "--quiet",
                "--target",
                "x86_64-linux",
                "--define",
                "_topdir " + directory,
                "--define",
                "_buildhost test",
                "--define",
                "debug_package %{nil}",
                "--define",
                "__os_install_post %{nil}",
                "--define",
                "_build_id_links none",
                "--define",
                "source_date_epoch_from_changelog 0",
                "--define",
                "_rpmfilename %%{NAME}-%%{VERSION}.rpm"));
        for (String define : defines) {
            command.addAll(List.of("--define", define));
        }
        command.add(file.toString());
        run(directory, command);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(p -> p.toString().endsWith(".rpm")).findFirst().orElseThrow();
        }
    }

    /** Runs a program and returns what it printed; a failure fails the test. */
    public static String run(Path directory, List<String> command) throws IOException {
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("SOURCE_DATE_EPOCH", "1700000000");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as(command + ": " + Files.readString(err) + output)
                    .isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** What {@code rpm -qp --qf} prints of a package. */
    public static String query(Path directory, Path rpm, String format) throws IOException {
        return run(directory, List.of("rpm", "-qp", "--nosignature", "--qf", format, rpm.toString()));
    }
}
