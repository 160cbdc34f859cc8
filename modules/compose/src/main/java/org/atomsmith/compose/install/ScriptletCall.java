package org.atomsmith.compose.install;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One scriptlet to run in the tree.
 *
 * @param owner name of the package
 * @param phase as its own kind calls it, for messages: {@code postinst configure}, {@code %post}
 * @param command program and arguments, as seen inside the tree
 * @param script the text of the program where the package's own copy is not unpacked yet: it is there while it runs
 * @param input what it reads on standard input, empty for nothing: how a scriptlet that is no file gets to its interpreter
 * @param environment variables beside those that every scriptlet gets
 */
public record ScriptletCall(
        String owner,
        String phase,
        List<String> command,
        Optional<String> script,
        String input,
        SortedMap<String, String> environment) {
    public ScriptletCall {
        command = List.copyOf(command);
    }
}
