package org.atomsmith.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Dependency.Simple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyParserTest {
    private static final Simple A = Simple.any("a");
    private static final Simple B = Simple.any("b");
    private static final Simple C = Simple.any("c");
    private static final Simple D = Simple.any("d");

    @Test
    void reads_names_and_ranges() {
        assertThat(DependencyParser.parse("bash")).isEqualTo(Simple.any("bash"));
        assertThat(DependencyParser.parse(" perl(Foo::Bar) >= 1:2.0-3 "))
                .isEqualTo(Simple.of("perl(Foo::Bar)", Comparison.GREATER_OR_EQUAL, new Evr(1, "2.0", "3")));
        assertThat(DependencyParser.parse("libc.so.6(GLIBC_2.4)(64bit)"))
                .isEqualTo(Simple.any("libc.so.6(GLIBC_2.4)(64bit)"));
        assertThat(DependencyParser.parse("a == 1")).isEqualTo(Simple.of("a", Comparison.EQUAL, new Evr(0, "1", "")));
        assertThat(DependencyParser.parse("/usr/bin/sh")).isEqualTo(Simple.any("/usr/bin/sh"));
    }

    @Test
    void reads_rich_dependencies() {
        assertThat(DependencyParser.parse("(a or b or c)")).isEqualTo(new Dependency.Or(List.of(A, B, C)));
        assertThat(DependencyParser.parse("(a and b)")).isEqualTo(new Dependency.And(List.of(A, B)));
        assertThat(DependencyParser.parse("(a if b)")).isEqualTo(new Dependency.If(A, B, Optional.empty()));
        assertThat(DependencyParser.parse("(a if b else c)")).isEqualTo(new Dependency.If(A, B, Optional.of(C)));
        assertThat(DependencyParser.parse("(a unless b else c)"))
                .isEqualTo(new Dependency.Unless(A, B, Optional.of(C)));
        assertThat(DependencyParser.parse("(a with b with c)"))
                .isEqualTo(new Dependency.With(new Dependency.With(A, B), C));
        assertThat(DependencyParser.parse("(a without b)")).isEqualTo(new Dependency.Without(A, B));
        assertThat(DependencyParser.parse("(a)")).isEqualTo(A);
        assertThat(DependencyParser.parse("((a or b) and (c if (d unless a)))"))
                .isEqualTo(new Dependency.And(List.of(
                        new Dependency.Or(List.of(A, B)),
                        new Dependency.If(C, new Dependency.Unless(D, A, Optional.empty()), Optional.empty()))));
        assertThat(DependencyParser.parse("(foo(x) >= 1 or b)"))
                .isEqualTo(new Dependency.Or(
                        List.of(Simple.of("foo(x)", Comparison.GREATER_OR_EQUAL, new Evr(0, "1", "")), B)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a >= 1:2-3",
                "(a or b)",
                "(a and b and c)",
                "(a if b else (c or d))",
                "((a < 1 or b) unless c)",
                "(a with b)",
                "(a without b = 2)"
            })
    void what_is_written_is_read_again(String text) {
        assertThat(DependencyParser.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~              | character 1: a name or version is missing",
                "(a or b         | character 8: a ')' is missing",
                "(a or b and c)  | 'and' may not follow 'or' without parentheses",
                "(a if b if c)   | 'if' may not follow 'if'",
                "(a without b without c) | 'without' may not follow 'without'",
                "(a if b else c else d)  | 'else' may not follow 'if'",
                "(a xor b)       | 'xor' joins nothing",
                "(a else b)      | 'else' joins nothing",
                "a b             | character 3: nothing may follow here",
                "a >=            | a name or version is missing",
                "(a or b) c      | nothing may follow here",
                "()              | a name or version is missing",
            })
    void says_where_and_why_it_is_none(String text, String message) {
        assertThatThrownBy(() -> DependencyParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dependency '" + text)
                .hasMessageContaining(message);
    }

    @Test
    void depth_and_length_are_limited() {
        assertThatThrownBy(() -> DependencyParser.parse("(".repeat(40) + "a" + ")".repeat(40)))
                .hasMessageContaining("nested deeper than 32");
        assertThatThrownBy(() -> DependencyParser.parse("a".repeat(100_000))).hasMessageContaining("longer than 65536");
    }

    @Test
    void no_text_makes_it_stumble() {
        Random random = new Random(9);
        String[] words = {"(", ")", "a", "b(c)", " ", "and", "or", "if", "else", "with", "without", ">=", "1:2-3", "("};
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                Dependency parsed = DependencyParser.parse(text.toString());
                assertThat(DependencyParser.parse(parsed.toString())).isEqualTo(parsed);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("dependency '");
            }
        }
    }
}
