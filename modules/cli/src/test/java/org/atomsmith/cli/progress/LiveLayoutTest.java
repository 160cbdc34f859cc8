package org.atomsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.cli.terminal.TerminalSize;
import org.atomsmith.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveLayoutTest {
    private static final long SECOND = 1_000_000_000L;
    private final LiveLayout layout =
            new LiveLayout(new Channel(new PrintStream(new ByteArrayOutputStream()), true, false), Glyphs.ASCII);

    private static RunningStep step(String title, long done, long total, String detail) {
        OptionalLong all = total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
        return RunningStep.begin(new Event.Begun("step", title, all, Event.Unit.ITEMS), 0)
                .advance(new Event.Advanced("step", done, all, 61_300_000, 6_130_000, detail));
    }

    private List<String> lines(List<RunningStep> steps, int columns, int rows) {
        return layout.running(steps, 3, 12.44, 10 * SECOND, new TerminalSize(columns, rows));
    }

    @Test
    void a_wide_line_has_everything() {
        assertThat(lines(List.of(step("Import packages", 128, 256, "openssh-server")), 110, 24))
                .containsExactly(
                        "| Import packages         ######------  128/256  61.3 MB  6.13 MB/s           10.0 s  openssh-server",
                        "  1 running, 3 done, 12.4 s in all");
    }

    @Test
    void a_bar_is_full_only_when_all_is_done() {
        assertThat(lines(List.of(step("Import", 255, 256, "")), 110, 24).getFirst())
                .contains("###########- ");
        assertThat(lines(List.of(step("Import", 256, 256, "")), 110, 24).getFirst())
                .contains("############ ");
        assertThat(lines(List.of(step("Import", 300, 256, "")), 110, 24).getFirst())
                .contains("############ ");
    }

    @Test
    void a_step_of_unknown_length_has_no_bar() {
        assertThat(lines(List.of(step("Import", 7, -1, "")), 110, 24).getFirst())
                .doesNotContain("#", "--");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 13, 14, 15, 30, 50, 70, 79, 80, 81, 100, 200})
    void no_line_reaches_the_last_column(int columns) {
        String longer = "a title, a detail and a summary that fit nowhere ".repeat(5);
        TerminalSize size = new TerminalSize(columns, 24);
        assertThat(lines(List.of(step(longer, 99_999_999, 999_999_999, longer)), columns, 24))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns - 1));
        assertThat(layout.failed(longer, longer, 3, size).length()).isLessThanOrEqualTo(columns - 1);
    }

    @Test
    void steps_that_do_not_fit_are_counted() {
        List<RunningStep> steps =
                IntStream.range(0, 9).mapToObj(i -> step("Step " + i, i, 9, "")).toList();
        List<String> lines = lines(steps, 80, 7);
        assertThat(lines).hasSize(5);
        assertThat(lines.getLast()).isEqualTo("  9 running (5 not shown), 3 done, 12.4 s in all");
    }
}
