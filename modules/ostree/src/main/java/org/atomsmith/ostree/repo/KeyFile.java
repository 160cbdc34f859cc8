package org.atomsmith.ostree.repo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A key file as GLib's GKeyFile reads it: {@code [group]}, {@code key=value}, comments with {@code #}. Immutable; groups
 * and keys keep their order; comments are kept only where a changed file is written in place of
 * another, {@link #text(String)}. Repository configuration, origins and prepare-root.conf are such
 * files.
 */
public record KeyFile(SequencedMap<String, SequencedMap<String, String>> groups) {

    /** A file without groups. */
    public static final KeyFile EMPTY = new KeyFile(new LinkedHashMap<>());

    /** Copies the groups. */
    public KeyFile {
        SequencedMap<String, SequencedMap<String, String>> copy = new LinkedHashMap<>();
        groups.forEach((name, keys) -> copy.put(name, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(keys))));
        groups = Collections.unmodifiableSequencedMap(copy);
    }

    /**
     * Reads a key file; a group or key that is there again adds to, or replaces, the one before, as in GLib.
     *
     * @param source what the text is, for messages
     * @throws IllegalArgumentException for a line that is neither group, key nor comment
     */
    public static KeyFile parse(String text, String source) {
        SequencedMap<String, SequencedMap<String, String>> groups = new LinkedHashMap<>();
        SequencedMap<String, String> group = new LinkedHashMap<>();
        boolean inGroup = false;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String trimmed = stripped(line);
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            int equals = trimmed.indexOf('=');
            if (trimmed.startsWith("[") && trimmed.endsWith("]")) {
                group = groups.computeIfAbsent(
                        trimmed.substring(1, trimmed.length() - 1), name -> new LinkedHashMap<>());
                inGroup = true;
            } else if (inGroup && equals > 0) {
                group.put(stripped(trimmed.substring(0, equals)), unescape(stripped(trimmed.substring(equals + 1))));
            } else {
                throw new IllegalArgumentException(
                        source + ":" + number + ": expected [group] or key=value, found '" + trimmed + "'");
            }
        }
        return new KeyFile(groups);
    }

    /** A key's value. */
    public Optional<String> get(String group, String key) {
        return Optional.ofNullable(groups.get(group)).map(keys -> keys.get(key));
    }

    /** A key's value as a boolean, or the default when the key is not there. */
    public boolean getBoolean(String group, String key, boolean otherwise) {
        return get(group, key)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default ->
                        throw new IllegalArgumentException(
                                "[" + group + "] " + key + ": expected true or false, found '" + value + "'");
                })
                .orElse(otherwise);
    }

    /** A key's value as a number, or the default when the key is not there. */
    public long getLong(String group, String key, long otherwise) {
        try {
            return get(group, key).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("[" + group + "] " + key + ": expected a number, found '"
                    + get(group, key).orElse("") + "'");
        }
    }

    /** This file with a key set. */
    public KeyFile with(String group, String key, String value) {
        SequencedMap<String, SequencedMap<String, String>> changed = new LinkedHashMap<>(groups);
        SequencedMap<String, String> keys = new LinkedHashMap<>(changed.getOrDefault(group, new LinkedHashMap<>()));
        keys.put(key, value);
        changed.put(group, keys);
        return new KeyFile(changed);
    }

    /** This file without a key; its group stays, even without keys. */
    public KeyFile without(String group, String key) {
        SequencedMap<String, SequencedMap<String, String>> changed = new LinkedHashMap<>(groups);
        SequencedMap<String, String> keys = new LinkedHashMap<>(changed.getOrDefault(group, new LinkedHashMap<>()));
        if (keys.remove(key) != null) {
            changed.put(group, keys);
        }
        return new KeyFile(changed);
    }

    /** This file without a group. */
    public KeyFile withoutGroup(String group) {
        SequencedMap<String, SequencedMap<String, String>> changed = new LinkedHashMap<>(groups);
        changed.remove(group);
        return new KeyFile(changed);
    }

    /** The file's text, as GLib writes it: an empty line between groups. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, SequencedMap<String, String>> group : groups.entrySet()) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append('[')
                    .append(group.getKey())
                    .append("]\n");
            group.getValue()
                    .forEach((key, value) -> text.append(line(key, value)).append('\n'));
        }
        return text.toString();
    }

    /** The text of this file where another was before: comments, order and blanks of that one stay. */
    public String text(String before) {
        return KeyFileEdit.apply(before, this);
    }

    /** The line of a key. */
    static String line(String key, String value) {
        return key + "=" + escape(value);
    }

    private static String escape(String value) {
        String escaped = value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
        if (escaped.startsWith(" ")) {
            escaped = "\\s" + escaped.substring(1);
        }
        return escaped.endsWith(" ") ? escaped.substring(0, escaped.length() - 1) + "\\s" : escaped;
    }

    /** Without the blanks around it that {@link #escape} knows how to write: others are the value's own. */
    static String stripped(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                text.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            switch (escaped) {
                case 's' -> text.append(' ');
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
