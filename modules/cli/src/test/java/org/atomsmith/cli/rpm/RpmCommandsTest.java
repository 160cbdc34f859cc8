package org.atomsmith.cli.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.command.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmCommandsTest {
    private final CapturedTerminal terminal = new CapturedTerminal();

    @TempDir
    Path temp;

    private static Path fixture(String name) {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            Path file = p.resolve("shared/fixtures/rpm").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        assumeTrue(false, "no folder shared/fixtures with rpm/" + name + " at or above the working directory");
        return Path.of("");
    }

    private int run(String... words) {
        return Main.run(words, terminal.terminal(), Map.of());
    }

    @Test
    void answers_questions() {
        String rpm = fixture("Archer-3.4.5-6.x86_64.rpm").toString();
        assertThat(run("rpm", "query", rpm)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).startsWith("Name        : Archer\nEpoch       : 2\n");
        assertThat(run("rpm", "query", "--json", rpm)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("\"Name\" : \"Archer\"", "\"Epoch\" : 2");
        assertThat(run("rpm", "files", rpm)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("\n/usr/share/doc/Archer-3.4.5/README\n");
    }

    @Test
    void says_what_is_wrong() throws IOException {
        Path cut = temp.resolve("cut.rpm");
        try (InputStream in = Files.newInputStream(fixture("Archer-3.4.5-6.x86_64.rpm"))) {
            Files.write(cut, in.readNBytes(1000));
        }
        assertThat(run("rpm", "verify", cut.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains(cut + ": the file ends within its headers; it was cut off");
        assertThat(run("rpm", "query", temp.resolve("none.rpm").toString())).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains("none.rpm: no such file or directory");
        assertThat(run("rpm")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void unpacks() {
        Path out = temp.resolve("out");
        assertThat(run("rpm", "extract", fixture("Archer-3.4.5-6.x86_64.rpm").toString(), "-o", out.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.resolve("usr/share/doc/Archer-3.4.5/README")).exists();
        assertThat(terminal.out()).isEqualTo(out + ": 2 files, 1 directories, 0 links, 0 bytes\n");
    }
}
