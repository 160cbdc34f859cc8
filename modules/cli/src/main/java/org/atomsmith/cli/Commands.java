package org.atomsmith.cli;

import java.util.List;
import org.atomsmith.cli.build.BootCommand;
import org.atomsmith.cli.build.BuildCommand;
import org.atomsmith.cli.build.ComposeCommand;
import org.atomsmith.cli.build.ImageCommand;
import org.atomsmith.cli.build.ImageConvertCommand;
import org.atomsmith.cli.build.ImageCustomizeCommand;
import org.atomsmith.cli.build.ImageInfoCommand;
import org.atomsmith.cli.build.ImagePlanCommand;
import org.atomsmith.cli.build.QaCommand;
import org.atomsmith.cli.build.ResolveCommand;
import org.atomsmith.cli.completion.CompletionCommand;
import org.atomsmith.cli.doctor.DoctorCommand;
import org.atomsmith.cli.oci.OciCommand;

/** Every command, in the order in which {@code --help} lists them. A new command is one line here. */
final class Commands {
    private Commands() {}

    static final List<CommandEntry> ALL = List.of(
            new CommandEntry("build", BuildCommand::new),
            new CommandEntry("resolve", ResolveCommand::new),
            new CommandEntry("compose", ComposeCommand::new),
            new CommandEntry("image", ImageCommand::new)
                    .with(
                            new CommandEntry("plan", ImagePlanCommand::new),
                            new CommandEntry("convert", ImageConvertCommand::new),
                            new CommandEntry("info", ImageInfoCommand::new),
                            new CommandEntry("customize", ImageCustomizeCommand::new)),
            new CommandEntry("boot", BootCommand::new),
            new CommandEntry("qa", QaCommand::new),
            new CommandEntry("oci", OciCommand::new),
            new CommandEntry("doctor", DoctorCommand::new),
            CommandEntry.overAll("completion", CompletionCommand::new));
}
