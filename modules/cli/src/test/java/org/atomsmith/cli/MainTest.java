package org.atomsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.Version;
import org.junit.jupiter.api.Test;

class MainTest {
    private final CapturedTerminal terminal = new CapturedTerminal();

    @Test
    void knows_its_version() {
        assertThat(Version.text()).matches("atomsmith [0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(Main.run(new String[] {"-V"}, terminal.terminal(), Map.of())).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo(Version.text() + "\n");
    }

    @Test
    void lists_its_commands() {
        assertThat(Main.run(new String[] {"--help"}, terminal.terminal(), Map.of()))
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out())
                .contains("Usage: atomsmith", "doctor", "completion", "Examples:", "77 nothing to do");
        assertThat(terminal.out()).doesNotContain("\u001b");
    }
}
