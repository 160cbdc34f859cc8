package org.atomsmith.cli.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.host.packages.InstalledPackage;
import org.atomsmith.host.packages.PackageList;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Option;

/** {@code --repo}: where commits are read. */
final class CommitSource {
    @Option(
            names = "--repo",
            paramLabel = "DIR",
            description = "The repository (default: ${DEFAULT-VALUE}, which a build leaves).",
            defaultValue = "out/repo")
    private Path directory = Path.of("out/repo");

    /** The repository. */
    Repository open() throws IOException {
        if (!Files.isRegularFile(directory.resolve("config"))) {
            throw new UsageException(directory + " is no repository: say where it is with --repo DIR");
        }
        return Repository.open(directory);
    }

    /** The packages that a commit lists. */
    List<InstalledPackage> packages(Repository repository, Checksum commit) throws IOException {
        return PackageList.of(repository.readCommit(commit))
                .orElseThrow(
                        () -> new IOException(
                                "the commit " + commit
                                        + " does not list its packages (rpmostree.rpmdb.pkglist): something else than a build made it"));
    }
}
