package org.atomsmith.oci;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a registry wants to be told who we are: the header {@code WWW-Authenticate}.
 *
 * @param scheme {@code "bearer"} or {@code "basic"}
 * @param parameters {@code realm}, {@code service}, {@code scope}
 */
record Challenge(String scheme, Map<String, String> parameters) {

    /** Reads the header. */
    static Challenge parse(String header) {
        int space = header.indexOf(' ');
        String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        int at = space < 0 ? header.length() : space + 1;
        while (at < header.length()) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String key = header.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            boolean quoted = equals + 1 < header.length() && header.charAt(equals + 1) == '"';
            int begin = quoted ? equals + 2 : equals + 1;
            int end = header.indexOf(quoted ? '"' : ',', begin);
            end = end < 0 ? header.length() : end;
            parameters.put(key, header.substring(begin, end));
            int comma = header.indexOf(',', end);
            at = comma < 0 ? header.length() : comma + 1;
        }
        return new Challenge(scheme, parameters);
    }

    /** A parameter; empty when there is none. */
    String get(String name) {
        return parameters.getOrDefault(name, "");
    }
}
