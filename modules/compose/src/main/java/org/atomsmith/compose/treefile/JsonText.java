package org.atomsmith.compose.treefile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes plain values as JSON the way serde does: two spaces, LF, a newline at the end. */
public final class JsonText {
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER = JsonMapper.shared()
            .writer()
            .with(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(INDENT)
                    .withArrayIndenter(INDENT));

    private JsonText() {}

    /**
     * Writes a value; mappings keep their order.
     *
     * @param value Boolean, Long, Double, String, List or Map
     */
    public static String write(Object value) {
        return WRITER.writeValueAsString(value) + "\n";
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
