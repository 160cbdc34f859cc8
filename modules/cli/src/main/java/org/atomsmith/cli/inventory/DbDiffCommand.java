package org.atomsmith.cli.inventory;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.host.packages.DiffReport;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith db diff}: how the packages of two commits differ. */
@Command(
        name = "diff",
        description = "Shows how the packages of two commits differ.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Changelogs are those of /usr/share/doc in the newer tree, where that was not left out.",
            "",
            "Examples:",
            "  atomsmith db diff debian/13/x86_64/container-host^ debian/13/x86_64/container-host",
            "  atomsmith db diff v1 v2 --repo /srv/repo --changelogs --advisories --json"
        })
public final class DbDiffCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final CommitSource source = new CommitSource();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Parameters(index = "0", paramLabel = "FROM", description = "A ref, REF^ for the commit before, or a checksum.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Another.")
    private String to = "";

    @Option(names = "--changelogs", description = "Also show what upgraded packages changed, newest first.")
    private boolean changelogs;

    @Option(names = "--advisories", description = "Also show the advisories, or CVE numbers, that are new.")
    private boolean advisories;

    /** Makes the command. */
    public DbDiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Repository repository = source.open();
        Checksum before = repository.resolve(from);
        Checksum after = repository.resolve(to);
        DiffReport report = DiffReport.between(
                repository,
                before,
                source.packages(repository, before),
                after,
                source.packages(repository, after),
                changelogs,
                advisories);
        json.print(session, report.facts(), () -> String.join("\n", report.blocks()));
        return ExitCode.DONE;
    }
}
