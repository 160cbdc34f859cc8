package org.atomsmith.compose.treefile;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes values as YAML of the core schema, with a comment behind each that says where it was written. {@link YamlReader}
 * reads the same values back.
 */
final class YamlText {
    /** Words that need no quotes, whatever stands around them. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/.][A-Za-z0-9_/.+=~-]*( [A-Za-z0-9_/.+=~-]+)*");

    /** Text whose lines may stand as they are in a block: the first one shows the indentation. */
    private static final Pattern BLOCK = Pattern.compile("(?s)[\\x21-\\x7e\\xa0-\\u1fff][^\\r]*\\n[^\\r]*");

    private static final Pattern NOT_SHOWN =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]");

    private final StringBuilder text = new StringBuilder();

    /** Adds a key of the first level. */
    void entry(String key, Node value) {
        entry("", key, value);
    }

    /** Everything that was added. */
    String text() {
        return text.toString();
    }

    private void entry(String indent, String key, Node value) {
        text.append(indent).append(plainOrQuoted(key)).append(':');
        value(indent, value);
    }

    /** A value behind {@code key:} or {@code -}, and the end of its line. */
    private void value(String indent, Node value) {
        switch (value) {
            case Node.Scalar scalar -> scalar(indent, scalar);
            case Node.Sequence list when list.items().isEmpty() -> line(" []", list);
            case Node.Mapping mapping when mapping.entries().isEmpty() -> line(" {}", mapping);
            case Node.Sequence list -> {
                text.append('\n');
                for (Node item : list.items()) {
                    text.append(indent).append("  -");
                    value(indent + "  ", item);
                }
            }
            case Node.Mapping mapping -> {
                text.append('\n');
                mapping.entries().forEach(e -> entry(indent + "  ", e.name(), e.value()));
            }
        }
    }

    private void scalar(String indent, Node.Scalar scalar) {
        String written = scalar.text();
        if (scalar.kind() != Node.Kind.STRING) {
            line(" " + (scalar.kind() == Node.Kind.NULL ? "null" : written), scalar);
        } else if (isBlock(written)) {
            block(indent, scalar);
        } else {
            line(" " + plainOrQuoted(written), scalar);
        }
    }

    private void line(String value, Node node) {
        text.append(value).append("  # ").append(place(node)).append('\n');
    }

    private void block(String indent, Node.Scalar scalar) {
        String content = scalar.text();
        String header = content.endsWith("\n") ? content.endsWith("\n\n") ? " |+" : " |" : " |-";
        line(header, scalar);
        String body = content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
        for (String one : body.split("\n", -1)) {
            text.append(one.isEmpty() ? "" : indent + "  " + one).append('\n');
        }
    }

    /** Lines of white space alone would lose their length, and what cannot be shown has to be escaped. */
    private static boolean isBlock(String text) {
        return BLOCK.matcher(text).matches()
                && !NOT_SHOWN.matcher(text).find()
                && text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank())
                && !text.isBlank();
    }

    private static String place(Node node) {
        Position at = node.at();
        String place = at.file() + (at.line() > 0 ? ":" + at.line() : "");
        return NOT_SHOWN.matcher(place).replaceAll("?").replace('\n', '?').replace('\t', '?');
    }

    private static String plainOrQuoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && YamlReader.kind(text) == Node.Kind.STRING;
        return plain && !text.startsWith("---") && !text.startsWith("...") ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pair) {
                        quoted.append(c).append(text.charAt(++i));
                    } else if (NOT_SHOWN.matcher(String.valueOf(c)).find()) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
