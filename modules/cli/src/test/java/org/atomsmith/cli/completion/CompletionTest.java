package org.atomsmith.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shells themselves judge. */
class CompletionTest {
    @TempDir
    private Path folder;

    private Path script(String shell) throws IOException {
        CapturedTerminal terminal = new CapturedTerminal();
        assertThat(Main.run(new String[] {"completion", shell}, terminal.terminal(), Map.of()))
                .isZero();
        return Files.writeString(folder.resolve("atomsmith." + shell), terminal.out());
    }

    private static List<String> output(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines().toList();
    }

    private static void assumeInstalled(String shell) {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", shell)),
                shell + " is not installed (apt-get install " + shell + ")");
    }

    @Test
    void bash_completes_commands_and_options() throws Exception {
        Path script = script("bash");
        String complete = "source " + script
                + "; compopt() { :; }; COMP_WORDS=(atomsmith %s); COMP_CWORD=%d; _complete_atomsmith;"
                + " printf '%%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(output("bash", "-c", complete.formatted("doc", 1))).contains("doctor");
        assertThat(output("bash", "-c", complete.formatted("doctor --js", 2))).contains("--json");
    }

    @Test
    void zsh_accepts_the_script() throws Exception {
        assumeInstalled("zsh");
        assertThat(output("zsh", "-f", "-c", "source " + script("zsh") + "; print -l ${(k)_comps} | grep -x atomsmith"))
                .contains("atomsmith");
    }

    @Test
    void fish_completes_commands_and_options() throws Exception {
        assumeInstalled("fish");
        Path script = script("fish");
        assertThat(output("fish", "--no-config", "-c", "source " + script + "; complete -C 'atomsmith doc'"))
                .anyMatch(line -> line.startsWith("doctor\t"));
        assertThat(output("fish", "--no-config", "-c", "source " + script + "; complete -C 'atomsmith doctor --js'"))
                .anyMatch(line -> line.startsWith("--json\t"));
        assertThat(output("fish", "--no-config", "-c", "source " + script + "; complete -C 'atomsmith --progress '"))
                .anyMatch(line -> line.startsWith("plain"));
    }

    @Test
    void a_shell_without_a_script_is_wrong_usage() {
        CapturedTerminal terminal = new CapturedTerminal();
        assertThat(Main.run(new String[] {"completion", "tcsh"}, terminal.terminal(), Map.of()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("tcsh", "bash, zsh, fish");
    }
}
