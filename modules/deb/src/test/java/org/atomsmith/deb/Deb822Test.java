package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.atomsmith.rpm.TextFileException;
import org.junit.jupiter.api.Test;

class Deb822Test {
    private static final String SAMPLE = """
            # a comment
            Package: hello
            Depends: a (>= 1),
            # a comment inside a field
             b | c,
            \td
            Description: greets
             Long text.
             .
              verbatim


            Package:world\s\s
            Conffiles:
             /etc/x abc
            """;

    @Test
    void reads_stanzas_fields_continuations_and_comments() throws Exception {
        var stanzas = Deb822.parse(SAMPLE, "sample");
        assertThat(stanzas).hasSize(2);
        var hello = stanzas.getFirst();
        assertThat(hello.line()).isEqualTo(2);
        assertThat(hello.value("depends")).isEqualTo("a (>= 1),\n b | c,\n\td");
        assertThat(hello.value("Description")).isEqualTo("greets\n Long text.\n .\n  verbatim");
        assertThat(hello.field("Depends").orElseThrow().line()).isEqualTo(3);
        assertThat(hello.field("Depends").orElseThrow().column()).isEqualTo(10);
        assertThat(stanzas.get(1).value("Package")).isEqualTo("world");
        assertThat(stanzas.get(1).value("Conffiles")).isEqualTo("\n /etc/x abc");
        assertThat(stanzas.get(1).value("Absent")).isEmpty();
    }

    @Test
    void reads_lines_that_end_in_carriage_returns() throws Exception {
        assertThat(Deb822.parse("A: 1\r\nB: 2\r\n\r\nC: 3\r\n", "x")).hasSize(2);
    }

    @Test
    void says_where_a_line_is_no_field() {
        assertThatThrownBy(() -> Deb822.parse("A: 1\nnonsense\n", "x.sources"))
                .isInstanceOf(TextFileException.class)
                .hasMessage("x.sources:2:1: expected 'Name: value', found 'nonsense'");
        assertThatThrownBy(() -> Deb822.parse(" A: 1\n", "x")).hasMessageContaining("x:1:1: a continuation line");
        assertThatThrownBy(() -> Deb822.parse("A B: 1\n", "x"))
                .hasMessageContaining("x:1:2: 'A B' is not a field name");
    }

    @Test
    void refuses_a_field_given_twice() {
        assertThatThrownBy(() -> Deb822.parse("A: 1\na: 2\n", "x"))
                .hasMessage("x:2:1: 'a' was already given in line 1");
    }

    @Test
    void wants_one_stanza_where_one_is_expected() {
        assertThatThrownBy(() -> Deb822.single("A: 1\n\nB: 2\n", "control"))
                .hasMessage("control:3:1: expected one stanza, found 2");
        assertThatThrownBy(() -> Deb822.single("\n", "control")).hasMessageContaining("found 0");
    }

    @Test
    void survives_truncation_and_flipped_bits() {
        for (int length = 0; length < SAMPLE.length(); length++) {
            reads_or_refuses(SAMPLE.substring(0, length));
        }
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(SAMPLE);
            int at = random.nextInt(text.length());
            text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
            reads_or_refuses(text.toString());
        }
    }

    private static void reads_or_refuses(String text) {
        try {
            assertThat(Deb822.parse(text, "x")).doesNotContainNull();
        } catch (TextFileException e) {
            assertThatExceptionOfType(TextFileException.class).isThrownBy(() -> Deb822.parse(text, "x"));
        }
    }
}
