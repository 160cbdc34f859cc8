package org.atomsmith.cli.rpm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.query.Scripts;
import org.atomsmith.rpm.query.Scripts.Script;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith rpm scripts}: what packages run. */
@Command(
        name = "scripts",
        description = "Prints what packages run when they come and go, and when others do.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith rpm scripts bash-5.2.rpm",
            "  atomsmith rpm scripts --triggers glibc.rpm"
        })
public final class RpmScriptsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "Package files; - is standard input.")
    private List<String> packages = new ArrayList<>();

    @Option(names = "--scriptlets", description = "Only those of the package itself, as rpm -qp --scripts.")
    private boolean scriptlets;

    @Option(names = "--triggers", description = "Only those that other packages set off.")
    private boolean triggers;

    @Option(names = "--filetriggers", description = "Only those that files set off.")
    private boolean fileTriggers;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public RpmScriptsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        boolean all = !scriptlets && !triggers && !fileTriggers;
        List<Script> scripts = new ArrayList<>();
        for (String each : packages) {
            try (PackageInput input = PackageInput.open(each)) {
                Header header = input.read().header();
                if (all || scriptlets) {
                    scripts.addAll(Scripts.scriptlets(header));
                }
                if (all || triggers) {
                    scripts.addAll(Scripts.triggers(header));
                }
                if (all || fileTriggers) {
                    scripts.addAll(Scripts.fileTriggers(header));
                }
            }
        }
        json.print(session, scripts, () -> Scripts.text(scripts).stripTrailing());
        return ExitCode.DONE;
    }
}
