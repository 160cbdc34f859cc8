package org.atomsmith.compose.treefile;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** Writes plain values as JSON the way serde does: two spaces, LF, a newline at the end. */
public final class JsonText {
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter LAYOUT = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(INDENT)
            .withArrayIndenter(INDENT);
    /** Without a mapper, which takes longer to be made than all else that becomes of a treefile. */
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /**
     * Writes a value; mappings keep their order.
     *
     * @param value Boolean, Integer, Long, Double, String, List or Map
     */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(new Indented(), text)) {
            write(value, json);
        }
        return text + "\n";
    }

    private static void write(Object value, JsonGenerator json) {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((key, inner) -> {
                    json.writeName(String.valueOf(key));
                    write(inner, json);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(inner -> write(inner, json));
                json.writeEndArray();
            }
            case String string -> json.writeString(string);
            case Boolean truth -> json.writeBoolean(truth);
            case Double number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            default -> throw new IllegalArgumentException(value.getClass() + " is not a plain value");
        }
    }

    /** The layout counts levels, so that each document has its own. */
    private static final class Indented extends ObjectWriteContext.Base {
        private final PrettyPrinter layout = LAYOUT.createInstance();

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return layout;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /** A value whose mappings are sorted by key, at every level. */
    public static Object sorted(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> result = new TreeMap<>();
                map.forEach((key, inner) -> result.put(String.valueOf(key), sorted(inner)));
                yield result;
            }
            case List<?> list -> list.stream().map(JsonText::sorted).toList();
            default -> value;
        };
    }
}
