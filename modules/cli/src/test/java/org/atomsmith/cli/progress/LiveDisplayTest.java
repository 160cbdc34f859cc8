package org.atomsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.cli.terminal.TerminalSize;
import org.atomsmith.event.Event;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Channel channel = new Channel(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, true);
    private final Terminal terminal = new Terminal(channel, channel, true, () -> TerminalSize.USUAL);

    private Screen screen() {
        return new Screen().show(bytes.toString(StandardCharsets.UTF_8));
    }

    /** Frames come every tenth of a second, or later on a busy machine. */
    private void waitFor(String text) throws InterruptedException {
        for (int i = 0; i < 1000 && screen().lines().stream().noneMatch(line -> line.contains(text)); i++) {
            Thread.sleep(10);
        }
        assertThat(screen().lines()).anyMatch(line -> line.contains(text));
    }

    private static Event begun(String name, String title) {
        return new Event.Begun(name, title, OptionalLong.of(255), Event.Unit.ITEMS);
    }

    @Test
    void draws_running_steps_in_place_and_lets_ended_ones_stay() throws InterruptedException {
        try (LiveDisplay display = new LiveDisplay(terminal)) {
            display.accept(begun("import", "Import packages"));
            display.accept(begun("commit", "Commit"));
            display.accept(new Event.Advanced("import", 120, OptionalLong.of(255), 61_300_000, 6_130_000, "openssh"));
            waitFor("120/255  61.3 MB  6.13 MB/s");
            assertThat(screen().cursorShown()).isFalse();
            assertThat(screen().lines()).hasSize(3).last().asString().contains("2 running, 0 done");
            display.accept(new Event.Ended("commit", 1.25, false, "14146 files"));
            waitFor("1 running, 1 done");
            assertThat(screen().lines()).hasSize(3);
            display.accept(new Event.Warning("import", "the commit is not signed"));
            display.accept(new Event.Ended("import", 6.1, true, "255 packages"));
        }
        assertThat(screen().cursorShown()).isTrue();
        assertThat(screen().lines()).hasSize(3);
        assertThat(screen().lines().get(0)).matches("✓ Commit +14146 files +1\\.[23] s");
        assertThat(screen().lines().get(1)).isEqualTo("! the commit is not signed");
        assertThat(screen().lines().get(2)).matches("✓ Import packages +255 packages, already there +6\\.1 s");
    }

    @Test
    void says_which_steps_did_not_end() {
        try (LiveDisplay display = new LiveDisplay(terminal)) {
            display.accept(begun("import", "Import packages"));
            display.accept(new Event.Failed("import", 2));
            display.accept(begun("commit", "Commit"));
        }
        assertThat(screen().lines().get(0)).matches("✗ Import packages +failed +2\\.0 s");
        assertThat(screen().lines().get(1)).matches("✗ Commit +stopped +0\\.0 s");
    }

    @Test
    void leaves_nothing_on_the_screen_when_nothing_happened() {
        new LiveDisplay(terminal).close();
        assertThat(screen().lines()).isEmpty();
        assertThat(screen().cursorShown()).isTrue();
    }

    @Test
    void is_silent_once_it_is_closed() {
        LiveDisplay display = new LiveDisplay(terminal);
        display.close();
        int length = bytes.size();
        display.accept(begun("import", "Import packages"));
        display.close();
        assertThat(bytes.size()).isEqualTo(length);
    }
}
