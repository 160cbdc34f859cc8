package org.atomsmith.image.customization;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What the tree's {@code /etc/login.defs} says about new accounts; what it does not say is shadow's own default. */
final class LoginDefinitions {
    private final Map<String, String> values = new HashMap<>();

    LoginDefinitions(HostFiles host) throws IOException {
        for (String line : host.text("etc/login.defs").orElse("").lines().toList()) {
            String[] words = line.strip().split("\\s+", 2);
            if (words.length == 2 && !words[0].startsWith("#")) {
                values.put(words[0], words[1].strip());
            }
        }
    }

    /** A number, decimal or octal with a leading zero. */
    long number(String key, long otherwise) {
        try {
            return values.containsKey(key) ? Long.decode(values.get(key)) : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    boolean isOn(String key, boolean otherwise) {
        return values.containsKey(key) ? "yes".equals(values.get(key)) : otherwise;
    }
}
