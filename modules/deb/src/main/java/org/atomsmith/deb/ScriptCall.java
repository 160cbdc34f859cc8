package org.atomsmith.deb;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call of a maintainer script, as dpkg makes it; whoever has a tree and a sandbox carries it out, with {@code /} as
 * the working directory.
 *
 * @param packageName the package, for messages
 * @param script absolute path of the script in the tree
 * @param environment the whole environment
 */
public record ScriptCall(
        String packageName, String script, List<String> arguments, SortedMap<String, String> environment) {
    public ScriptCall {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** Writes {@code bash: /var/lib/dpkg/info/bash.postinst configure ''}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(packageName).append(": ").append(script);
        for (String argument : arguments) {
            boolean plain = argument.matches("[A-Za-z0-9+._:/-]+");
            text.append(' ').append(plain ? argument : "'" + argument + "'");
        }
        return text.toString();
    }
}
