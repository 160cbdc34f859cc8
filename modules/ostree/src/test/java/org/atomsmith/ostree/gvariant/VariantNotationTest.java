package org.atomsmith.ostree.gvariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.OstreeCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text notation, judged by GLib's through libostree. */
final class VariantNotationTest {
    @TempDir
    private Path tmp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'text'",
                "\"it's\"",
                "'a\\nb\\tc \\\\ \\u00e9'",
                "true",
                "byte 0x0f",
                "int16 -5",
                "uint16 65535",
                "-7",
                "uint32 5",
                "int64 -9",
                "uint64 18446744073709551615",
                "@t 123",
                "['a', 'b']",
                "@as []",
                "@a{sv} {}",
                "{'k': <'v'>, 'n': <uint32 5>}",
                "('a', uint32 1, [byte 0x01, 0x02])",
                "('one',)",
                "[byte 0x61, 0x62]",
                "b'hello'",
                "[(uint64 1, 'a'), (2, 'b')]",
                "objectpath '/a/b'",
                "signature 'a{sv}'",
                "<<'deep'>>",
                "@ms nothing",
                "1.5"
            })
    void reads_and_writes_what_glib_does(String text) throws IOException {
        OstreeCommand.assumePresent();
        Path repo = tmp.resolve("repo");
        OstreeCommand.ostree(repo, "init", "--mode=bare-user");
        Path tree = Files.createDirectory(tmp.resolve("tree"));
        OstreeCommand.ostree(repo, "commit", "-b", "x", "--add-metadata=k=" + text, tree.toString());
        String theirs = OstreeCommand.ostree(repo, "show", "-B", "--print-metadata-key=k", "x");
        Variant ours = Variant.parseText(text);
        assertThat(ours.print(true)).isEqualTo(theirs.stripTrailing());
        assertThat(Variant.parseText(ours.print(true))).isEqualTo(ours);
        assertThat(ours.byteSwapped().print(true))
                .isEqualTo(OstreeCommand.ostree(repo, "show", "--print-metadata-key=k", "x")
                        .stripTrailing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'",
                "[",
                "[]",
                "{",
                "{}",
                "(1",
                "<",
                "@",
                "@as 5",
                "byte 256",
                "uint16 -1",
                "nonsense",
                "['a', 5]",
                "'\\u12'",
                "1 2",
                "{'a' 5}",
                "[[[[",
                "@a{sv",
                "\\"
            })
    void refuses_what_is_no_value(String text) {
        assertThatThrownBy(() -> Variant.parseText(text)).isInstanceOf(VariantException.class);
    }

    @Test
    void refuses_what_nests_without_end() {
        assertThatThrownBy(() -> Variant.parseText("<".repeat(100_000))).isInstanceOf(VariantException.class);
    }
}
