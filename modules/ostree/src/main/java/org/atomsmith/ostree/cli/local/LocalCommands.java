package org.atomsmith.ostree.cli.local;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;

/** Commands on what is in a repository: trees and files. A new one is a name and a line here. */
public final class LocalCommands {
    private LocalCommands() {}

    /** What the help lists. */
    public static final List<String> NAMES =
            List.of("cat", "checkout", "checksum", "commit", "diff", "export", "init", "ls");

    /** Makes the command of a name; empty when it is none of these. */
    public static Optional<Command> find(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "cat" -> new CatCommand();
                    case "checkout" -> new CheckoutCommand();
                    case "checksum" -> new ChecksumCommand();
                    case "commit" -> new CommitCommand();
                    case "diff" -> new DiffCommand();
                    case "export" -> new ExportCommand();
                    case "init" -> new InitCommand();
                    case "ls" -> new LsCommand();
                    default -> null;
                });
    }
}
