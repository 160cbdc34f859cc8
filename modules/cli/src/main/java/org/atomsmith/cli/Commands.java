package org.atomsmith.cli;

import java.util.List;
import org.atomsmith.cli.build.BootCommand;
import org.atomsmith.cli.build.BuildCommand;
import org.atomsmith.cli.build.ComposeCommand;
import org.atomsmith.cli.build.ImageCatalogueCommand;
import org.atomsmith.cli.build.ImageCommand;
import org.atomsmith.cli.build.ImageConvertCommand;
import org.atomsmith.cli.build.ImageCustomizeCommand;
import org.atomsmith.cli.build.ImageInfoCommand;
import org.atomsmith.cli.build.ImagePlanCommand;
import org.atomsmith.cli.build.QaCommand;
import org.atomsmith.cli.build.ResolveCommand;
import org.atomsmith.cli.completion.CompletionCommand;
import org.atomsmith.cli.compose.ComposePrintCommand;
import org.atomsmith.cli.doctor.DoctorCommand;
import org.atomsmith.cli.inventory.DbCommand;
import org.atomsmith.cli.inventory.DbDiffCommand;
import org.atomsmith.cli.inventory.DbListCommand;
import org.atomsmith.cli.inventory.SbomCommand;
import org.atomsmith.cli.oci.OciCommand;
import org.atomsmith.cli.repo.RepoCommand;
import org.atomsmith.cli.repo.RepoConvertCommand;
import org.atomsmith.cli.repo.RepoCreateCommand;
import org.atomsmith.cli.rpm.RpmCommand;
import org.atomsmith.cli.rpm.RpmExtractCommand;
import org.atomsmith.cli.rpm.RpmFilesCommand;
import org.atomsmith.cli.rpm.RpmQueryCommand;
import org.atomsmith.cli.rpm.RpmScriptsCommand;
import org.atomsmith.cli.rpm.RpmVerifyCommand;

/** Every command, in the order in which {@code --help} lists them. A new command is one line here. */
final class Commands {
    private Commands() {}

    static final List<CommandEntry> ALL = List.of(
            new CommandEntry("build", BuildCommand::new),
            new CommandEntry("resolve", ResolveCommand::new),
            new CommandEntry("compose", ComposeCommand::new).with(new CommandEntry("print", ComposePrintCommand::new)),
            new CommandEntry("image", ImageCommand::new)
                    .with(
                            new CommandEntry("plan", ImagePlanCommand::new),
                            new CommandEntry("convert", ImageConvertCommand::new),
                            new CommandEntry("info", ImageInfoCommand::new),
                            new CommandEntry("customize", ImageCustomizeCommand::new),
                            new CommandEntry("catalogue", ImageCatalogueCommand::new)),
            new CommandEntry("boot", BootCommand::new),
            new CommandEntry("qa", QaCommand::new),
            new CommandEntry("oci", OciCommand::new),
            new CommandEntry("db", DbCommand::new)
                    .with(new CommandEntry("list", DbListCommand::new), new CommandEntry("diff", DbDiffCommand::new)),
            new CommandEntry("sbom", SbomCommand::new),
            new CommandEntry("repo", RepoCommand::new)
                    .with(
                            new CommandEntry("create", RepoCreateCommand::new),
                            new CommandEntry("convert", RepoConvertCommand::new)),
            new CommandEntry("rpm", RpmCommand::new)
                    .with(
                            new CommandEntry("verify", RpmVerifyCommand::new),
                            new CommandEntry("query", RpmQueryCommand::new),
                            new CommandEntry("files", RpmFilesCommand::new),
                            new CommandEntry("scripts", RpmScriptsCommand::new),
                            new CommandEntry("extract", RpmExtractCommand::new)),
            new CommandEntry("doctor", DoctorCommand::new),
            CommandEntry.overAll("completion", CompletionCommand::new));
}
