package org.atomsmith.compose.treefile;

import java.util.List;
import java.util.Optional;

/** Collects what the table of {@link Key} says about one key; only written while the table is made. */
final class KeyRow {
    private final String word;
    private Optional<String> oldWord = Optional.empty();
    private ValueType type = ValueTypes.ANY;
    private Optional<Object> default2014 = Optional.empty();
    private Optional<Object> default2024 = Optional.empty();
    private Optional<List<Object>> built = Optional.empty();
    private String reason = "";
    private boolean ours;
    private boolean substituted;
    private String says = "";

    KeyRow(String word) {
        this.word = word;
    }

    /** An older spelling that is still read. */
    KeyRow old(String spelling) {
        oldWord = Optional.of(spelling);
        return this;
    }

    KeyRow takes(ValueType shape) {
        type = shape;
        return this;
    }

    KeyRow defaults(Object value) {
        return defaults(value, value);
    }

    KeyRow defaults(Object before2024, Object from2024) {
        default2014 = Optional.of(before2024);
        default2024 = Optional.of(from2024);
        return this;
    }

    /** Only these values are built; with none, the key is only known. */
    KeyRow only(Object... values) {
        built = Optional.of(List.of(values));
        return this;
    }

    /** Why other values are refused: half a sentence. */
    KeyRow because(String why) {
        reason = why;
        return this;
    }

    /** The key is an extension that rpm-ostree does not know. */
    KeyRow ours() {
        ours = true;
        return this;
    }

    /** Variables are replaced in the value. */
    KeyRow substituted() {
        substituted = true;
        return this;
    }

    /** What the key means, in Markdown. */
    KeyRow says(String text) {
        says = text;
        return this;
    }

    String word() {
        return word;
    }

    Optional<String> oldWord() {
        return oldWord;
    }

    ValueType type() {
        return type;
    }

    Optional<Object> default2014() {
        return default2014;
    }

    Optional<Object> default2024() {
        return default2024;
    }

    Optional<List<Object>> built() {
        return built;
    }

    String reason() {
        return reason;
    }

    boolean isOurs() {
        return ours;
    }

    boolean isSubstituted() {
        return substituted;
    }

    String says() {
        return says;
    }
}
