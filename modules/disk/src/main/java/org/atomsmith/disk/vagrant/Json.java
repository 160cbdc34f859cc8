package org.atomsmith.disk.vagrant;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON: maps in their order, lists, texts, numbers and booleans. */
final class Json {
    private Json() {}

    /** The text of a value, on lines of their own, indented. */
    static String of(Object value) {
        return of(value, "\n") + "\n";
    }

    private static String of(Object value, String line) {
        String inner = line + "  ";
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> inner + quoted(e.getKey().toString()) + ": " + of(e.getValue(), inner))
                        .collect(Collectors.joining(",", "{", line + "}"));
            case List<?> list ->
                list.stream().map(v -> inner + of(v, inner)).collect(Collectors.joining(",", "[", line + "]"));
            case String text -> quoted(text);
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> throw new IllegalArgumentException(value.getClass() + " is not of JSON");
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
