package org.atomsmith.ostree.sysroot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The file os-release(5): shell-like assignments that say what an operating system is. */
public record OsRelease(Map<String, String> values) {

    /** Copies the values. */
    public OsRelease {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads the file; lines that are no assignment are skipped, as its readers do. */
    public static OsRelease parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String trimmed = line.strip();
            int equals = trimmed.indexOf('=');
            if (equals > 0 && !trimmed.startsWith("#")) {
                values.put(trimmed.substring(0, equals), unquote(trimmed.substring(equals + 1)));
            }
        }
        return new OsRelease(values);
    }

    /** A value by its key. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** {@code PRETTY_NAME}, else {@code ID}: what boot entries are titled with. */
    public Optional<String> title() {
        return get("PRETTY_NAME").or(() -> get("ID"));
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        if (!quoted) {
            return value;
        }
        String inner = value.substring(1, value.length() - 1);
        return value.charAt(0) == '\'' ? inner : inner.replaceAll("\\\\(.)", "$1");
    }
}
