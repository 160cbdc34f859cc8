package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The shapes that values of a treefile have. One description serves the parser, its messages, the JSON schema and the
 * reference page.
 */
public sealed interface ValueType {
    /** The type for a person, as in "must be ...". */
    String describe();

    /** The type as JSON Schema. */
    Map<String, Object> schema();

    /**
     * Whether the value has this shape; if not, says where and why.
     *
     * @param subject what the value is of, for messages: {@code 'packages'} with its quotes
     */
    boolean check(String subject, Node node, Problems problems);

    /** Notes that a value has another shape. */
    default boolean wrong(String subject, Node node, Problems problems) {
        problems.error(node.at(), subject + " must be " + describe() + ", found " + node.describe(), hint(node));
        return false;
    }

    /** What helps when this value was found. */
    default String hint(Node node) {
        return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL
                ? "give it a value or remove the line"
                : "";
    }

    /** Whether lists of this type are joined when treefiles are merged. */
    default boolean isList() {
        return this instanceof ListOf;
    }

    /** Whether values of this type are merged key by key. */
    default boolean isMapping() {
        return this instanceof MapOf || this instanceof Fields;
    }

    private static String member(String subject, String name) {
        return subject.substring(0, subject.length() - 1) + "." + name + "'";
    }

    private static boolean is(Node node, Node.Kind... kinds) {
        return node instanceof Node.Scalar scalar && List.of(kinds).contains(scalar.kind());
    }

    private static Map<String, Object> schemaType(Object type) {
        return new LinkedHashMap<>(Map.of("type", type));
    }

    private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        schema.put(key, value);
        return schema;
    }

    /**
     * A value without parts.
     *
     * @param kinds which ones
     * @param schemaTypes the same for JSON Schema
     */
    record Scalar(String describe, List<Node.Kind> kinds, List<String> schemaTypes) implements ValueType {
        @Override
        public Map<String, Object> schema() {
            return schemaType(schemaTypes.size() == 1 ? schemaTypes.getFirst() : schemaTypes);
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            boolean good = node instanceof Node.Scalar scalar && kinds.contains(scalar.kind());
            return good || wrong(subject, node, problems);
        }

        @Override
        public String hint(Node node) {
            if (!(node instanceof Node.Scalar scalar) || scalar.kind() == Node.Kind.NULL) {
                return ValueType.super.hint(node);
            }
            if (kinds.contains(Node.Kind.STRING)) {
                return "put it in quotes: \"" + scalar.text() + "\"";
            }
            return switch (scalar.text()) {
                case "yes", "Yes", "on", "On", "true" -> "write true";
                case "no", "No", "off", "Off", "false" -> "write false";
                default -> "";
            };
        }
    }

    /** One of some strings; a number is taken for its digits. */
    record Choice(List<String> values) implements ValueType {
        @Override
        public String describe() {
            return values.size() == 1
                    ? values.getFirst()
                    : String.join(", ", values.subList(0, values.size() - 1)) + " or " + values.getLast();
        }

        @Override
        public Map<String, Object> schema() {
            boolean numeric = values.stream().allMatch(v -> v.matches("[0-9]+"));
            List<Object> all = new ArrayList<>(values);
            if (numeric) {
                values.forEach(v -> all.add(Long.valueOf(v)));
            }
            return new LinkedHashMap<>(Map.of("enum", all));
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            boolean known =
                    is(node, Node.Kind.STRING, Node.Kind.INTEGER) && values.contains(((Node.Scalar) node).text());
            return known || wrong(subject, node, problems);
        }

        @Override
        public String hint(Node node) {
            return is(node, Node.Kind.STRING)
                    ? Nearest.question(((Node.Scalar) node).text(), values)
                    : ValueType.super.hint(node);
        }
    }

    /** A list whose items have one type. */
    record ListOf(ValueType item) implements ValueType {
        @Override
        public String describe() {
            return switch (item) {
                case Scalar _ -> "a list of strings";
                case ListOf inner -> "a list of lists, each " + inner.describe();
                case Pair pair -> "a list of lists, each " + pair.describe();
                default -> "a list of mappings";
            };
        }

        @Override
        public Map<String, Object> schema() {
            return with(schemaType("array"), "items", item.schema());
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            if (!(node instanceof Node.Sequence list)) {
                return wrong(subject, node, problems);
            }
            boolean good = true;
            for (Node element : list.items()) {
                good &= item.check("an entry of " + subject, element, problems);
            }
            return good;
        }

        @Override
        public String hint(Node node) {
            return is(node, Node.Kind.STRING) && item.equals(ValueTypes.STRING)
                    ? "write a list"
                    : ValueType.super.hint(node);
        }
    }

    /** A list of exactly two strings. */
    record Pair(String first, String second) implements ValueType {
        @Override
        public String describe() {
            return "[" + first + ", " + second + "]";
        }

        @Override
        public Map<String, Object> schema() {
            return with(with(ValueTypes.STRINGS.schema(), "minItems", 2L), "maxItems", 2L);
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            boolean pair = node instanceof Node.Sequence list
                    && list.items().size() == 2
                    && list.items().stream().allMatch(item -> is(item, Node.Kind.STRING));
            return pair || wrong(subject, node, problems);
        }
    }

    /**
     * A string or a list of strings.
     *
     * @param orInline whether a treefile in place will do, too
     */
    record OneOrMore(boolean orInline) implements ValueType {
        @Override
        public String describe() {
            return orInline
                    ? "a file name, a list of file names, or a mapping of treefile keys"
                    : "a string or a list of strings";
        }

        @Override
        public Map<String, Object> schema() {
            List<Map<String, Object>> either =
                    new ArrayList<>(List.of(ValueTypes.STRING.schema(), ValueTypes.STRINGS.schema()));
            if (orInline) {
                either.add(Map.of("$ref", "#"));
            }
            return new LinkedHashMap<>(Map.of("anyOf", either));
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            return switch (node) {
                case Node.Sequence list -> ValueTypes.STRINGS.check(subject, list, problems);
                case Node.Scalar scalar -> is(scalar, Node.Kind.STRING) || wrong(subject, node, problems);
                case Node.Mapping _ -> orInline || wrong(subject, node, problems);
            };
        }
    }

    /** A mapping from free names to values of one type. */
    record MapOf(ValueType value) implements ValueType {
        @Override
        public String describe() {
            return value.equals(ValueTypes.ANY) ? "a mapping" : "a mapping from names to " + plural();
        }

        private String plural() {
            return switch (value) {
                case Scalar scalar when scalar.equals(ValueTypes.STRING) -> "strings";
                case OneOrMore _ -> "file names";
                case Ids _ -> "ids";
                default -> "strings, whole numbers, true or false";
            };
        }

        @Override
        public Map<String, Object> schema() {
            return value.equals(ValueTypes.ANY)
                    ? schemaType("object")
                    : with(schemaType("object"), "additionalProperties", value.schema());
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            if (!(node instanceof Node.Mapping mapping)) {
                return wrong(subject, node, problems);
            }
            boolean good = true;
            for (Node.Entry entry : mapping.entries()) {
                good &= value.check(member(subject, entry.name()), entry.value(), problems);
            }
            return good;
        }
    }

    /**
     * A mapping with known keys.
     *
     * @param fields its keys
     */
    record Fields(List<Field> fields) implements ValueType {
        @Override
        public String describe() {
            return "a mapping with "
                    + fields.stream().map(field -> "'" + field.name() + "'").collect(Collectors.joining(", "));
        }

        @Override
        public Map<String, Object> schema() {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (Field field : fields) {
                properties.put(field.name(), with(field.type().schema(), "description", field.says()));
            }
            List<String> required =
                    fields.stream().filter(Field::required).map(Field::name).toList();
            Map<String, Object> schema = with(schemaType("object"), "properties", properties);
            return with(
                    required.isEmpty() ? schema : with(schema, "required", required), "additionalProperties", false);
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            if (!(node instanceof Node.Mapping mapping)) {
                return wrong(subject, node, problems);
            }
            boolean good = true;
            List<String> names = fields.stream().map(Field::name).toList();
            for (Node.Entry entry : mapping.entries()) {
                Optional<Field> field = fields.stream()
                        .filter(known -> known.name().equals(entry.name()))
                        .findFirst();
                if (field.isEmpty()) {
                    problems.error(
                            entry.key().at(),
                            "unknown key '" + entry.name() + "' in " + subject,
                            Nearest.question(entry.name(), names));
                }
                good &= field.isPresent()
                        && field.get().type().check(member(subject, entry.name()), entry.value(), problems);
            }
            for (Field field : fields) {
                if (field.required() && mapping.get(field.name()).isEmpty()) {
                    problems.error(mapping.at(), subject + " has no '" + field.name() + "'", "add it");
                    good = false;
                }
            }
            return good;
        }
    }

    /** A number of a user or group, or a user's pair of uid and gid. */
    record Ids() implements ValueType {
        @Override
        public String describe() {
            return "an id, or a list of a uid and a gid";
        }

        @Override
        public Map<String, Object> schema() {
            Map<String, Object> id = with(ValueTypes.INTEGER.schema(), "minimum", 0L);
            Map<String, Object> pair =
                    with(with(with(schemaType("array"), "items", id), "minItems", 2L), "maxItems", 2L);
            return new LinkedHashMap<>(Map.of("anyOf", List.of(id, pair)));
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            boolean good = isId(node)
                    || (node instanceof Node.Sequence list
                            && list.items().size() == 2
                            && list.items().stream().allMatch(Ids::isId));
            return good || wrong(subject, node, problems);
        }

        private static boolean isId(Node node) {
            return is(node, Node.Kind.INTEGER) && ((Node.Scalar) node).text().matches("[0-9]{1,9}");
        }
    }

    /** One key of {@link Fields}. */
    record Field(String name, ValueType type, boolean required, String says) {}

    /**
     * A string that no message and no log may show.
     *
     * @param describe what it is
     */
    record Secret(String describe) implements ValueType {
        @Override
        public Map<String, Object> schema() {
            return ValueTypes.STRING.schema();
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            boolean good = is(node, Node.Kind.STRING);
            if (!good) {
                problems.error(node.at().wholeLine(), subject + " must be " + describe, "put it in quotes");
            }
            return good;
        }
    }

    /**
     * A mapping that a later step reads, by a schema of its own.
     *
     * @param schemaFile beside the treefile's schema
     */
    record DescribedIn(String schemaFile) implements ValueType {
        @Override
        public String describe() {
            return "a mapping";
        }

        @Override
        public Map<String, Object> schema() {
            return new LinkedHashMap<>(Map.of("$ref", schemaFile));
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            return node instanceof Node.Mapping || wrong(subject, node, problems);
        }

        @Override
        public boolean isMapping() {
            return true;
        }
    }

    /** See {@link ValueTypes#ANY}. */
    record Anything() implements ValueType {
        @Override
        public String describe() {
            return "any value";
        }

        @Override
        public Map<String, Object> schema() {
            return new LinkedHashMap<>();
        }

        @Override
        public boolean check(String subject, Node node, Problems problems) {
            return true;
        }
    }
}
