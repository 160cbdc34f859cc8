package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes the treefile from the parser's own table: as JSON Schema for editors, as a Markdown table for people. */
public final class TreefileReference {
    private static final String KNOWN = "Known, but not built yet.";

    private TreefileReference() {}

    /** JSON Schema, draft 2020-12. A treefile that is only included needs no key, so none is required. */
    public static String schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key key : Key.values()) {
            properties.put(key.word(), property(key));
            key.oldWord().ifPresent(old -> properties.put(old, Map.of("$ref", "#/properties/" + key.word())));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Atomsmith treefile");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "patternProperties",
                Map.of("^packages-[a-z0-9_]+$", Key.PACKAGES.type().schema()));
        schema.put("additionalProperties", false);
        return JsonText.write(schema);
    }

    private static Map<String, Object> property(Key key) {
        Map<String, Object> property = new LinkedHashMap<>();
        List<Object> built = key.built().orElse(List.of());
        if (key.built().isEmpty()) {
            property.putAll(key.type().schema());
        } else if (built.isEmpty()) {
            property.put("not", Map.of());
        } else {
            property.put("enum", built);
        }
        property.put("description", built.isEmpty() && key.built().isPresent() ? key.says() + " " + KNOWN : key.says());
        key.defaultValue(2014).ifPresent(value -> property.put("default", value));
        return property;
    }

    /** One row per key, in the table's order. */
    public static String markdown() {
        List<String> rows = new ArrayList<>();
        rows.add("| key | type | default | default in edition 2024 | status | meaning |");
        rows.add("|---|---|---|---|---|---|");
        for (Key key : Key.values()) {
            rows.add(row(
                    "`" + key.word() + "`"
                            + key.oldWord().map(old -> ", `" + old + "`").orElse(""),
                    key.type().describe(),
                    code(key.defaultValue(2014)),
                    key.defaultValue(2024).equals(key.defaultValue(2014)) ? "" : code(key.defaultValue(2024)),
                    status(key),
                    key.says() + (key.isSubstituted() ? " Substituted." : "") + fields(key)));
            if (key == Key.PACKAGES) {
                rows.add(row(
                        "`packages-ARCH`", key.type().describe(), "", "", "built", "Packages for one architecture."));
            }
        }
        return String.join("\n", rows) + "\n";
    }

    private static String status(Key key) {
        String built = key.built()
                .map(values -> values.isEmpty()
                        ? "known"
                        : values.stream().map(value -> code(Optional.of(value))).collect(Collectors.joining(", "))
                                + " built")
                .orElse("built");
        return key.isOurs() ? built + ", ours" : built;
    }

    private static String fields(Key key) {
        List<ValueType.Field> fields = switch (key.type()) {
            case ValueType.Fields type -> type.fields();
            default -> List.of();
        };
        return fields.stream()
                .map(field -> " `" + field.name() + "`: " + field.says())
                .collect(Collectors.joining());
    }

    private static String code(Optional<Object> value) {
        return value.map(plain -> "`"
                        + (plain instanceof Map<?, ?> map
                                ? map.entrySet().stream()
                                        .map(e -> e.getKey() + ": " + e.getValue())
                                        .collect(Collectors.joining(", "))
                                : plain)
                        + "`")
                .orElse("");
    }

    private static String row(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.strip().replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
