package org.atomsmith.host.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    /** What is left to see of lines that were cleared and written again. */
    private String seen() {
        StringBuilder seen = new StringBuilder();
        for (String line : terminal.toString(StandardCharsets.UTF_8).split("(?<=\n)", -1)) {
            seen.append(line.substring(line.lastIndexOf("\r\u001b[K") < 0 ? 0 : line.lastIndexOf("\r\u001b[K") + 4));
        }
        return seen.toString();
    }

    @Test
    void a_bar_leaves_the_terminal_to_what_a_command_prints_and_comes_back_below() {
        PrintStream out = new PrintStream(new BufferedOutputStream(terminal), false, StandardCharsets.UTF_8);
        Progress progress = new Progress(new Displays.Bar(new PrintStream(terminal, true, StandardCharsets.UTF_8)));
        progress.plan(Phase.unmeasured("find", "Looking", 1), new Phase("download", "Downloading", 1));
        progress.enter("find");
        assertThat(seen()).isEqualTo("[------------------------] 0% Looking");
        out.println("1 -> 2");
        progress.flush(out);
        assertThat(seen()).isEqualTo("1 -> 2\n");
        progress.enter("download");
        progress.at(0.5, "1 kB");
        assertThat(seen()).isEqualTo("1 -> 2\n[##################------] 75% Downloading: 1 kB");
        progress.close();
        assertThat(seen()).isEqualTo("1 -> 2\n");
    }
}
