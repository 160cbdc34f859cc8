package org.atomsmith.compose.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that packages state; systemd-sysusers is the judge. */
class SysusersLinesTest {
    @TempDir
    private Path directory;

    private Path root(String name) throws IOException {
        Path root = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(
                root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nold:x:998:998::/:/sbin/nologin\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nold:x:998:\nwheel:x:10:root\n");
        return root;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u one - \"The First\" /var/lib/one\n",
                "u one 321 \"The First\" /run/one /bin/sh\ng two 400\nm one two\n",
                "g comm -\nu daemon -:comm \"D\"\nu other -\n",
                "u old - \"again\"\ng wheel 77\nm old wheel\nm old wheel\n",
                "m fresh brandnew\n",
                "u taken 998\ng takeng 998\n"
            })
    void accounts_are_those_of_systemd_sysusers(String lines) throws IOException {
        assumeThat(Path.of("/usr/bin/systemd-sysusers"))
                .as("systemd-sysusers is installed")
                .exists();
        Path mine = root("mine");
        Path judge = root("judge");
        SysusersLines.apply(mine, lines);
        Command.of("systemd-sysusers", "--root=" + judge, "-")
                .withInput(new Command.Input.Bytes(lines.getBytes(StandardCharsets.UTF_8)))
                .withInheritedEnvironment()
                .runOrThrow();
        for (String file : new String[] {"passwd", "group"}) {
            assertThat(Files.readAllLines(mine.resolve("etc/" + file)))
                    .as(file)
                    .containsExactlyInAnyOrderElementsOf(Files.readAllLines(judge.resolve("etc/" + file)));
        }
    }

    @Test
    void a_line_that_does_not_fit_is_told() throws IOException {
        Path root = root("bad");
        assertThatThrownBy(() -> SysusersLines.apply(root, "u one many\n"))
                .hasMessage("'u one many': 'many' is no number");
        assertThatThrownBy(() -> SysusersLines.apply(root, "g\n")).hasMessage("'g' names nobody");
    }
}
