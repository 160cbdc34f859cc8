package org.atomsmith.cli.inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.host.packages.InstalledPackage;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code atomsmith db list}: the packages of a commit. */
@Command(
        name = "list",
        description = "Lists the packages of a commit.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith db list debian/13/x86_64/container-host",
            "  atomsmith db list debian/13/x86_64/container-host linux- podman --repo /srv/repo --json"
        })
public final class DbListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final CommitSource source = new CommitSource();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Parameters(index = "0", paramLabel = "REF", description = "A ref, REF^ for the commit before, or a checksum.")
    private String ref = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PREFIX",
            description = "Only packages whose names begin so.")
    private List<String> prefixes = new ArrayList<>();

    /** Makes the command. */
    public DbListCommand(Session session) {
        this.session = session;
    }

    /** The packages, as JSON has them. */
    record Facts(String commit, List<Row> packages) {}

    /** One of them. */
    record Row(String name, String evr, String arch) {}

    @Override
    public Integer call() throws IOException {
        Repository repository = source.open();
        Checksum commit = repository.resolve(ref);
        List<InstalledPackage> packages = source.packages(repository, commit).stream()
                .filter(p -> prefixes.isEmpty() || prefixes.stream().anyMatch(p.name()::startsWith))
                .toList();
        Facts facts = new Facts(
                commit.hex(),
                packages.stream().map(p -> new Row(p.name(), p.evr(), p.arch())).toList());
        json.print(
                session,
                facts,
                () -> packages.stream()
                        .map(p -> " " + p.nevra())
                        .collect(Collectors.joining("\n", "ostree commit: " + commit + "\n", "")));
        return ExitCode.DONE;
    }
}
