package org.atomsmith.cli.repo;

import org.atomsmith.cli.command.CommandGroup;
import org.atomsmith.cli.command.Session;
import picocli.CommandLine.Command;

/** {@code atomsmith repo}: what is done with a repository of RPM packages is named behind it. */
@Command(
        description = "Makes repositories of RPM packages.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  atomsmith repo create /srv/packages",
            "  atomsmith repo convert trixie bash --out packages"
        })
public final class RepoCommand extends CommandGroup {
    /** Makes the command, which needs nothing of the session: it only leads to others. */
    public RepoCommand(Session session) {}
}
