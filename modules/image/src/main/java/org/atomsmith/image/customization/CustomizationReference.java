package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.treefile.JsonText;
import org.atomsmith.compose.treefile.ValueType;
import org.atomsmith.compose.treefile.ValueType.Field;
import org.atomsmith.compose.treefile.ValueType.Fields;
import org.atomsmith.compose.treefile.ValueType.ListOf;

/** Describes customizations from the reader's own table: as JSON Schema for editors, as a Markdown table for people. */
public final class CustomizationReference {
    private CustomizationReference() {}

    /** JSON Schema, draft 2020-12. */
    public static String schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (CustomizationKey key : CustomizationKey.values()) {
            Map<String, Object> property = new LinkedHashMap<>(key.type().schema());
            property.put("description", key.says());
            properties.put(key.word(), property);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Atomsmith image customizations");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return JsonText.write(schema);
    }

    /** One row per key, in the table's order. */
    public static String markdown() {
        List<String> rows = new ArrayList<>();
        rows.add("| key | type | meaning |");
        rows.add("|---|---|---|");
        for (CustomizationKey key : CustomizationKey.values()) {
            rows.add(row(key.word(), key.type(), (key.isOurs() ? "Ours. " : "") + key.says()));
            fields(key.word(), key.type(), rows);
        }
        return String.join("\n", rows) + "\n";
    }

    private static void fields(String prefix, ValueType type, List<String> rows) {
        switch (type) {
            case ListOf list -> fields(prefix + "[]", list.item(), rows);
            case Fields fields -> {
                for (Field field : fields.fields()) {
                    String name = prefix + "." + field.name();
                    rows.add(row(name, field.type(), field.says()));
                    fields(name, field.type(), rows);
                }
            }
            default -> {
                // A value without keys of its own.
            }
        }
    }

    private static String row(String name, ValueType type, String says) {
        String shape = switch (type) {
            case Fields _ -> "a mapping";
            case ListOf list when list.item() instanceof Fields -> "a list of mappings";
            default -> type.describe();
        };
        return "| `" + name + "` | " + shape + " | " + says.replace("|", "\\|") + " |";
    }
}
