package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML and JSON texts as such: what they mean, and what is wrong with those that are neither. */
class TextDocumentTest {
    private static final String SAMPLE_YAML = """
            # ü
            ref: a/b
            flag: &f true
            numbers: [1, -2, 0x10, 0o17, 007, 1.5, 99999999999999999999]
            text: "a\\tü\\u00e9"
            block: |
              one
                two
            folded: >-
              a
              b
            nothing: ~
            again: *f
            map: {a: {b: [c]}}
            """;
    private static final String SAMPLE_JSON = """
            {"ref": "a/b", "flag": true, "numbers": [1, -2, 1.5, 1e3],
            \t"text": "a\\u00e9\\ud83d\\ude00", "nothing": null, "map": {"a": {"b": ["c"]}}}
            """;

    private static Node parse(String name, String text) {
        return TextDocument.of(Path.of(name), text.getBytes(StandardCharsets.UTF_8))
                .parse();
    }

    private static String wrong(String name, String text) {
        try {
            throw new AssertionError("no mistake found: " + parse(name, text).plain());
        } catch (TreefileException e) {
            assertThat(e.problems()).hasSize(1);
            return e.problems().getFirst().toString();
        }
    }

    @Test
    void reads_yaml_of_the_core_schema() {
        assertThat(parse("a.yaml", SAMPLE_YAML).plain().toString())
                .isEqualTo("{again=true, block=one\n  two\n, flag=true, folded=a b, map={a={b=[c]}}, nothing=,"
                        + " numbers=[1, -2, 16, 15, 7, 1.5, 1.0E20], ref=a/b, text=a\tüé}");
        assertThat(parse("a.yml", "a: yes\nb: 'true'\nc: 12:30\nd: 1_000\ne: !!str 5\n")
                        .plain())
                .isEqualTo(Map.of("a", "yes", "b", "true", "c", "12:30", "d", "1_000", "e", "5"));
    }

    @Test
    void reads_json() {
        assertThat(parse("a.json", SAMPLE_JSON).plain().toString())
                .isEqualTo("{flag=true, map={a={b=[c]}}, nothing=, numbers=[1, -2, 1.5, 1000.0], ref=a/b, text=aé😀}");
    }

    @Test
    void counts_columns_in_characters() {
        Node.Mapping yaml = (Node.Mapping) parse("a.yaml", "😀é: [1, 2]\n");
        Node.Mapping json = (Node.Mapping) parse("a.json", "{\"😀é\": [1, 2]}");
        assertThat(((Node.Sequence) yaml.entries().getFirst().value())
                        .items()
                        .get(1)
                        .at())
                .hasToString("a.yaml:1:9");
        assertThat(((Node.Sequence) json.entries().getFirst().value())
                        .items()
                        .get(1)
                        .at())
                .hasToString("a.json:1:12");
    }

    @Test
    void ignores_a_byte_order_mark() {
        assertThat(parse("a.yaml", "\uFEFFa: b\n").plain()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void tells_what_is_wrong_with_yaml() {
        assertThat(wrong("a.yaml", "a: b\n\tc: d\n"))
                .isEqualTo("a.yaml:2:1: not YAML: found character '\\t(TAB)' that cannot start any token."
                        + " (Do not use \\t(TAB) for indentation); indent with spaces: YAML allows no tabs");
        assertThat(wrong("a.yaml", "a: b: c\n"))
                .isEqualTo("a.yaml:1:5: not YAML: mapping values are not allowed here;"
                        + " quote a value that contains ': ', or check the indentation");
        assertThat(wrong("a.yaml", "a: [b\nc: d\n"))
                .startsWith("a.yaml:2:2: not YAML: ")
                .endsWith("; check the indentation and the quotes of this line and of the one before");
        assertThat(wrong("a.yaml", "a: 'b\n"))
                .isEqualTo("a.yaml:2:1: not YAML: found unexpected end of stream;"
                        + " check the indentation and the quotes of this line and of the one before");
        assertThat(wrong("a.yaml", "")).isEqualTo("a.yaml: the file is empty; write a treefile");
        assertThat(wrong("a.yaml", "# nothing\n")).isEqualTo("a.yaml: the file is empty; write a treefile");
        assertThat(wrong("a.yaml", "a: b\n---\nc: d\n"))
                .isEqualTo(
                        "a.yaml:2:1: a second document starts here; remove the '---', or put it in a file of its own");
        assertThat(wrong("a.yaml", "a: *b\n"))
                .isEqualTo("a.yaml:1:4: no anchor 'b' before this alias; quote a leading '*'");
        assertThat(wrong("a.yaml", "a: !secret b\n"))
                .isEqualTo("a.yaml:1:4: the tag '!secret' is not used here; remove it");
        assertThat(wrong("a.yaml", "a: {b: 1}\nc:\n  <<: *a\n"))
                .isEqualTo("a.yaml:3:3: merge keys are not part of YAML 1.2; use 'include'");
        assertThat(wrong("a.yaml", "? [a]\n: b\n"))
                .isEqualTo("a.yaml:1:3: a list or mapping cannot be a key; quote it if a string is meant");
        assertThat(wrong("a.yaml", "a: b\nc: \u0007\n"))
                .isEqualTo("a.yaml:2: not YAML: the character U+0007 is not allowed; remove it");
    }

    @Test
    void tells_what_is_wrong_with_json() {
        assertThat(wrong("a.json", "{\"a\": 1,\n  b: 2}"))
                .isEqualTo("a.json:2:3: not JSON: Unexpected character ('b' (code 98)):"
                        + " was expecting double-quote to start property name; check the commas and the quotes");
        assertThat(wrong("treefile", "a: b\n"))
                .isEqualTo("treefile:1:1: not JSON: Unrecognized token 'a': was expecting (JSON String, Number,"
                        + " Array, Object or token 'null', 'true' or 'false');"
                        + " a treefile in YAML is named .yaml or .yml");
        assertThat(wrong("a.json", "{} {}"))
                .isEqualTo("a.json:1:4: the JSON value has ended, but the file goes on; remove the rest");
        assertThat(wrong("a.json", "")).isEqualTo("a.json: the file is empty; write a treefile");
    }

    @Test
    void tells_which_byte_is_not_utf_8() {
        byte[] bytes = {'a', ':', '\n', 'b', ':', (byte) 0xe9, '\n'};
        assertThatThrownBy(() -> TextDocument.of(Path.of("a.yaml"), bytes))
                .hasMessage("a.yaml:2: not UTF-8: byte 5 is 0xe9; save the file in UTF-8");
    }

    @Test
    void refuses_a_file_larger_than_4_mib(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("big.yaml");
        Files.write(file, new byte[TextDocument.MAX_BYTES + 1]);
        assertThatThrownBy(() -> TextDocument.read(file))
                .hasMessage(file + ": the file is larger than 4 MiB; split it, or check that it is the right file");
    }

    @Test
    void refuses_more_than_32_levels() {
        assertThatCode(() -> parse("a.yaml", "[".repeat(32) + "]".repeat(32))).doesNotThrowAnyException();
        assertThat(wrong("a.yaml", "[".repeat(1_000_000)))
                .isEqualTo("a.yaml:1:34: more than 32 levels of lists and mappings");
        assertThat(wrong("a.json", "[".repeat(1_000_000)))
                .startsWith("a.json:1:32: not JSON: Document nesting depth (33)");
    }

    @Test
    void refuses_aliases_that_stand_for_too_much() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(10))
                    .append("]\n");
        }
        assertThat(wrong("a.yaml", bomb.toString()))
                .isEqualTo("a.yaml:5:5: more than 100000 values, with its aliases followed");
    }

    @Test
    void refuses_too_many_values() {
        String many = "[" + "1,".repeat(120_000) + "1]";
        assertThat(wrong("a.yaml", many)).endsWith(": more than 100000 values, with its aliases followed");
        assertThat(wrong("a.json", many)).endsWith(": more than 100000 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.yaml", "a.json"})
    void reads_or_refuses_every_beginning_of_a_file(String name) {
        byte[] bytes = (name.equals("a.yaml") ? SAMPLE_YAML : SAMPLE_JSON).getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            readOrRefuse(name, Arrays.copyOf(bytes, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.yaml", "a.json"})
    void reads_or_refuses_a_file_with_any_bit_flipped(String name) {
        byte[] bytes = (name.equals("a.yaml") ? SAMPLE_YAML : SAMPLE_JSON).getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            readOrRefuse(name, flipped);
        }
    }

    /** What is refused has a message with a place; what is read can be used. */
    private static void readOrRefuse(String name, byte[] bytes) {
        try {
            Node node = TextDocument.of(Path.of(name), bytes).parse();
            node.plain();
            new SettingsParser("x86_64", true, new Problems()).parse(node);
        } catch (TreefileException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.toString()).startsWith(name + ":");
            });
        }
    }
}
