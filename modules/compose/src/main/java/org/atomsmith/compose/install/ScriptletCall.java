package org.atomsmith.compose.install;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One scriptlet to run in the tree.
 *
 * @param owner name of the package
 * @param phase as its own kind calls it, for messages: {@code postinst configure}, {@code %post}
 * @param command program and arguments, as seen inside the tree; a program in angle brackets is an {@link InternalProgram}
 * @param lent a file that the command needs
 * @param input what it reads on standard input, empty for nothing
 * @param environment variables beside those that every scriptlet gets
 */
public record ScriptletCall(
        String owner,
        String phase,
        List<String> command,
        Optional<LentFile> lent,
        String input,
        SortedMap<String, String> environment) {
    /** Copies the command. */
    public ScriptletCall {
        command = List.copyOf(command);
    }

    /**
     * A file that is there, executable, while the scriptlet runs. One of the tree at its path comes first: then the
     * package's own copy is unpacked already.
     *
     * @param path absolute
     */
    public record LentFile(String path, String text) {}
}
