package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A value in a YAML or JSON text, with the place where it is written. */
public sealed interface Node {

    /** Where the value starts. */
    Position at();

    /** How many values it is made of, itself included; what an alias repeats is counted each time. */
    long size();

    /** The value for an error message: {@code the number 5}, {@code a list}. */
    String describe();

    /** The value as Boolean, Long, Double, String, List or sorted Map; a null is an empty string. */
    Object plain();

    /** What a scalar is. */
    enum Kind {
        STRING,
        BOOLEAN,
        INTEGER,
        FLOAT,
        NULL
    }

    /**
     * A value without parts.
     *
     * @param text as written, without quotes
     */
    record Scalar(Position at, String text, Kind kind) implements Node {
        @Override
        public long size() {
            return 1;
        }

        @Override
        public String describe() {
            return switch (kind) {
                case STRING -> "the string '" + shortened(text) + "'";
                case BOOLEAN -> text.toLowerCase(Locale.ROOT);
                case INTEGER, FLOAT -> "the number " + shortened(text);
                case NULL -> "nothing";
            };
        }

        @Override
        public Object plain() {
            return switch (kind) {
                case STRING -> text;
                case BOOLEAN -> text.equalsIgnoreCase("true");
                case INTEGER -> integer(text);
                case FLOAT -> Double.valueOf(text);
                case NULL -> "";
            };
        }

        private static Object integer(String text) {
            try {
                return Long.decode(text.startsWith("0o") ? "0" + text.substring(2) : decimal(text));
            } catch (NumberFormatException e) {
                // More than 64 bits: the nearest number that exists.
                return Double.valueOf(text);
            }
        }

        /** Long.decode reads a leading zero as octal; YAML 1.2 and JSON do not. */
        private static String decimal(String text) {
            return text.startsWith("0x") ? text : text.replaceFirst("^([-+]?)0+(?=[0-9])", "$1");
        }

        private static String shortened(String text) {
            String line = text.replaceAll("\\R", " ");
            return line.length() <= 60 ? line : line.substring(0, 57) + "...";
        }
    }

    /** A list. */
    record Sequence(Position at, List<Node> items, long size) implements Node {
        /** Copies and counts the items. */
        public static Sequence of(Position at, List<Node> items) {
            return new Sequence(
                    at,
                    List.copyOf(items),
                    1 + items.stream().mapToLong(Node::size).sum());
        }

        @Override
        public String describe() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<Object> result = new ArrayList<>();
            items.forEach(item -> result.add(item.plain()));
            return List.copyOf(result);
        }
    }

    /** A mapping; its keys differ from each other. */
    record Mapping(Position at, List<Entry> entries, long size) implements Node {
        /** Copies and counts the entries. */
        public static Mapping of(Position at, List<Entry> entries) {
            return new Mapping(
                    at,
                    List.copyOf(entries),
                    1 + entries.stream().mapToLong(e -> 1 + e.value().size()).sum());
        }

        /** The value of a key. */
        public Optional<Node> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.name().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public String describe() {
            return "a mapping";
        }

        @Override
        public Object plain() {
            Map<String, Object> result = new TreeMap<>();
            entries.forEach(entry -> result.put(entry.name(), entry.value().plain()));
            return result;
        }
    }

    /** One key and its value. */
    record Entry(Scalar key, Node value) {
        /** The key's text. */
        public String name() {
            return key.text();
        }
    }
}
