package org.atomsmith.qa.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SerialConsoleTest {
    @Test
    void shows_what_a_person_reads_between_orders_to_the_terminal() {
        String raw = "\u001b[!p\u001b]104\u0007\u001b[?7h\u001b[6n\u001b[32766;32766H\r\nDebian ttyS0\r\n"
                + "\u001b[?2004hroot@localhost:~# \u001b]0;a title\u001b\\\u001b[0;1;31mFAILED\u001b[0m\r\n";
        assertThat(SerialConsole.readable(raw)).isEqualTo("\nDebian ttyS0\nroot@localhost:~# FAILED\n");
    }

    @Test
    void what_is_shown_does_not_change_when_more_is_said() {
        String raw = "a\u001b[0;1;31mb\u001b]104\u0007c\u001b(Bd\r\n";
        String whole = SerialConsole.readable(raw);
        for (int end = 0; end <= raw.length(); end++) {
            assertThat(whole).startsWith(SerialConsole.readable(raw.substring(0, end)));
        }
    }
}
