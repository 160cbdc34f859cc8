package org.atomsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.event.Event;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
    private final CapturedTerminal terminal = new CapturedTerminal();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void a_step_has_a_line_when_it_begins_one_every_ten_seconds_and_one_when_it_ends() {
        try (PlainLines lines = new PlainLines(terminal.terminal().err(), clock::get)) {
            lines.accept(new Event.Begun("import", "Import packages", OptionalLong.of(255), Event.Unit.ITEMS));
            lines.accept(new Event.Advanced("import", 9, OptionalLong.of(255), 0, 0, "bash"));
            lines.look();
            clock.set(PlainLines.EVERY_NANOS);
            lines.look();
            lines.look();
            clock.set(2 * PlainLines.EVERY_NANOS);
            lines.accept(new Event.Advanced("import", 120, OptionalLong.of(255), 61_300_000, 0, "openssh-server"));
            lines.look();
            lines.accept(new Event.Warning("import", "a mirror is slow"));
            lines.accept(new Event.Ended("import", 24, false, "255 packages"));
            clock.set(9 * PlainLines.EVERY_NANOS);
            lines.look();
        }
        assertThat(terminal.err()).isEqualTo("""
                        Import packages ...
                        Import packages: 9/255  bash (10.0 s)
                        Import packages: 120/255  61.3 MB  openssh-server (20.0 s)
                        warning: a mirror is slow
                        Import packages: 255 packages (24.0 s)
                        """);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void a_step_that_was_cached_or_failed_says_so() {
        try (PlainLines lines = new PlainLines(terminal.terminal().err(), clock::get)) {
            lines.accept(new Event.Ended("commit", 0.04, true, ""));
            lines.accept(new Event.Failed("image", 1.5));
        }
        assertThat(terminal.err()).isEqualTo("commit: done, already there (0.0 s)\nimage: failed (1.5 s)\n");
    }
}
