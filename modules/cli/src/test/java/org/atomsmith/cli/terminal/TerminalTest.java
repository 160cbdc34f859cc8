package org.atomsmith.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void the_first_locale_variable_that_is_set_decides_about_unicode() {
        assertThat(Terminal.isUnicode(Map.of("LANG", "de_DE.UTF-8"))).isTrue();
        assertThat(Terminal.isUnicode(Map.of("LANG", "de_DE.utf8", "LC_ALL", "")))
                .isTrue();
        assertThat(Terminal.isUnicode(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "C")))
                .isFalse();
        assertThat(Terminal.isUnicode(Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8")))
                .isTrue();
        assertThat(Terminal.isUnicode(Map.of("ATOMSMITH_LOCALE", "C", "LC_ALL", "C.UTF-8")))
                .isFalse();
        assertThat(Terminal.isUnicode(Map.of())).isFalse();
    }

    @Test
    void the_size_is_what_stty_says() {
        assertThat(TerminalSize.parse("50 132\n", Map.of("COLUMNS", "99"))).isEqualTo(new TerminalSize(132, 50));
    }

    @Test
    void a_terminal_that_does_not_know_its_size_has_that_of_the_environment_or_the_usual_one() {
        assertThat(TerminalSize.parse("0 0\n", Map.of("COLUMNS", "99"))).isEqualTo(new TerminalSize(99, 24));
        assertThat(TerminalSize.parse("", Map.of())).isEqualTo(TerminalSize.USUAL);
        assertThat(TerminalSize.parse("a b", Map.of("COLUMNS", "-4"))).isEqualTo(TerminalSize.USUAL);
        assertThat(TerminalSize.parse("1 2 3", Map.of("COLUMNS", "123456"))).isEqualTo(TerminalSize.USUAL);
    }

    @Test
    void rejects_a_size_that_no_terminal_has() {
        assertThatThrownBy(() -> new TerminalSize(0, 24)).hasMessageContaining("0 columns by 24 rows");
    }

    @Test
    void styles_only_where_there_are_colours() {
        PrintStream stream = new PrintStream(new ByteArrayOutputStream());
        assertThat(new Channel(stream, true, false).styled(Style.RED, "x")).isEqualTo("x");
        assertThat(new Channel(stream, true, true).styled(Style.RED, "x")).isEqualTo("\u001b[31mx\u001b[0m");
    }

    @Test
    void output_of_a_test_run_is_no_terminal() {
        Terminal terminal = Terminal.system(Map.of("TERM", "dumb"));
        assertThat(terminal.err().interactive()).isFalse();
        assertThat(terminal.out().colour()).isFalse();
    }
}
