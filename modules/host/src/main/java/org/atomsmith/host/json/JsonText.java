package org.atomsmith.host.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * JSON of maps, lists, texts, numbers, booleans and values of GVariant; an empty {@link Optional} is {@code null}. Bytes
 * are arrays of numbers, as json-glib writes them.
 */
public final class JsonText {
    private static final String INDENT = "  ";

    private JsonText() {}

    /** The text of a value, indented, with a line end. */
    public static String of(Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value, "\n");
        return text.append('\n').toString();
    }

    /** The text of a value in one line. */
    public static String line(Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value, "");
        return text.toString();
    }

    private static void write(StringBuilder text, Object value, String newline) {
        switch (value) {
            case Optional<?> optional -> {
                if (optional.isPresent()) {
                    write(text, optional.get(), newline);
                } else {
                    text.append("null");
                }
            }
            case Map<?, ?> map -> object(text, map, newline);
            case List<?> list -> array(text, list, newline);
            case Variant variant -> write(text, plain(variant), newline);
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> quote(text, value.toString());
        }
    }

    private static void object(StringBuilder text, Map<?, ?> map, String newline) {
        String inner = newline.isEmpty() ? "" : newline + INDENT;
        String separator = inner;
        text.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            quote(text, entry.getKey().toString());
            text.append(newline.isEmpty() ? ":" : " : ");
            write(text, entry.getValue(), inner);
            separator = "," + inner;
        }
        text.append(map.isEmpty() ? "" : newline).append('}');
    }

    private static void array(StringBuilder text, List<?> list, String newline) {
        String inner = newline.isEmpty() ? "" : newline + INDENT;
        String separator = inner;
        text.append('[');
        for (Object item : list) {
            text.append(separator);
            write(text, item, inner);
            separator = "," + inner;
        }
        text.append(list.isEmpty() ? "" : newline).append(']');
    }

    /** A value of GVariant in Java's types. */
    static Object plain(Variant variant) {
        return switch (variant) {
            case Variant.Text text -> text.value();
            case Variant.Number(char letter, long bits) when letter == 'b' -> bits != 0;
            case Variant.Number(char letter, long bits) when letter == 'd' -> Double.longBitsToDouble(bits);
            case Variant.Number number -> number.bits();
            case Variant.Bytes bytes -> {
                List<Object> numbers = new ArrayList<>();
                for (byte b : bytes.value()) {
                    numbers.add(b & 0xff);
                }
                yield numbers;
            }
            case Variant.Boxed boxed -> plain(boxed.value());
            case Variant.Maybe maybe ->
                maybe.value().<Object>map(JsonText::plain).orElse(Optional.empty());
            case Variant.Array array
            when array.element().text().startsWith("{") -> {
                Map<String, Object> map = new LinkedHashMap<>();
                array.items().forEach(entry -> map.put(plain(entry.get(0)).toString(), plain(entry.get(1))));
                yield map;
            }
            case Variant.Array array ->
                array.items().stream().map(JsonText::plain).toList();
            case Variant.Tuple tuple ->
                tuple.members().stream().map(JsonText::plain).toList();
            case Variant.Entry entry -> Map.of(plain(entry.key()).toString(), plain(entry.value()));
        };
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < 0x20) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
