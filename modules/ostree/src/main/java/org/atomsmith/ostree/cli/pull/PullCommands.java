package org.atomsmith.ostree.cli.pull;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;

/** Commands that bring commits from elsewhere. A new one is a name and a line here. */
public final class PullCommands {
    private PullCommands() {}

    /** What the help lists. */
    public static final List<String> NAMES = List.of("create-usb", "find-remotes", "pull", "pull-local");

    /** Makes the command of a name; empty when it is none of these. */
    public static Optional<Command> find(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "create-usb" -> new CreateUsbCommand();
                    case "find-remotes" -> new FindRemotesCommand();
                    case "pull" -> new PullCommand();
                    case "pull-local" -> new PullLocalCommand();
                    default -> null;
                });
    }
}
