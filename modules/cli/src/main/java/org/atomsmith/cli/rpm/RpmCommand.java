package org.atomsmith.cli.rpm;

import org.atomsmith.cli.command.CommandGroup;
import org.atomsmith.cli.command.Session;
import picocli.CommandLine.Command;

/** {@code atomsmith rpm}: what is below it looks at package files. */
@Command(
        description = "Looks at RPM package files: checks, questions, unpacking.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  atomsmith rpm verify --key key.asc bash-5.2.rpm",
            "  atomsmith rpm query bash-5.2.rpm --requires",
            "  atomsmith rpm extract bash-5.2.rpm --out bash"
        })
public final class RpmCommand extends CommandGroup {
    /** Makes the command, which needs nothing of the session: it only leads to others. */
    public RpmCommand(Session session) {}
}
