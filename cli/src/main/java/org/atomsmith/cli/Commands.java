package org.atomsmith.cli;

import java.util.List;
import org.atomsmith.cli.build.BuildCommand;
import org.atomsmith.cli.completion.CompletionCommand;
import org.atomsmith.cli.doctor.DoctorCommand;

/** Every command, in the order in which {@code --help} lists them. A new command is one line here. */
final class Commands {
    private Commands() {}

    static final List<CommandEntry> ALL = List.of(
            new CommandEntry("build", BuildCommand::new),
            new CommandEntry("doctor", DoctorCommand::new),
            new CommandEntry("completion", CompletionCommand::new, true));
}
