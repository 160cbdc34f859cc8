package org.atomsmith.ostree.cli.repo;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;

/** Commands on a repository itself: refs, configuration, remotes, signatures, what it keeps. A new one is a name and a line here. */
public final class RepositoryCommands {
    private RepositoryCommands() {}

    /** What the help lists. */
    public static final List<String> NAMES = List.of(
            "config", "fsck", "gpg-sign", "log", "prune", "refs", "reset", "rev-parse", "show", "sign", "summary");

    /** Makes the command of a name; empty when it is none of these. */
    public static Optional<Command> find(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "config" -> new ConfigCommand();
                    case "fsck" -> new FsckCommand();
                    case "gpg-sign" -> new GpgSignCommand();
                    case "log" -> new LogCommand();
                    case "prune" -> new PruneCommand();
                    case "refs" -> new RefsCommand();
                    case "reset" -> new ResetCommand();
                    case "rev-parse" -> new RevParseCommand();
                    case "show" -> new ShowCommand();
                    case "sign" -> new SignCommand();
                    case "summary" -> new SummaryCommand();
                    default -> null;
                });
    }
}
