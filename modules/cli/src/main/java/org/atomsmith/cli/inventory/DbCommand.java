package org.atomsmith.cli.inventory;

import org.atomsmith.cli.command.CommandGroup;
import org.atomsmith.cli.command.Session;
import picocli.CommandLine.Command;

/** {@code atomsmith db}: what is asked of commits' packages is named behind it. */
@Command(
        description = "Lists and compares the packages of commits.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  atomsmith db list debian/13/x86_64/container-host",
            "  atomsmith db diff debian/13/x86_64/container-host^ debian/13/x86_64/container-host"
        })
public final class DbCommand extends CommandGroup {
    /** Makes the command, which needs nothing of the session: it only leads to others. */
    public DbCommand(Session session) {}
}
