package org.atomsmith.cli.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.rpm.create.MetadataCompression;
import org.atomsmith.rpm.create.RepositoryCreation;
import org.atomsmith.rpm.create.RepositoryOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith repo create}: a directory of package files becomes a repository. */
@Command(
        name = "create",
        description = "Writes the metadata (repodata) of a directory with RPM packages, so that it is a repository.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Packages that did not change since the last time are not read again. Readers see the old metadata or the new.",
            "The secret key's passphrase, when it has one, is taken from ATOMSMITH_SIGN_PASSPHRASE; the revision from",
            "SOURCE_DATE_EPOCH, when that is set.",
            "",
            "Examples:",
            "  atomsmith repo create /srv/packages",
            "  atomsmith repo create /srv/packages --groupfile comps.xml --sign-key secret.asc",
            "  atomsmith repo create /srv/packages --modules modules.yaml --updateinfo updateinfo.xml --json"
        })
public final class RepoCreateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DIR", description = "The directory; packages may be in directories below it.")
    private Path directory = Path.of("");

    @Option(names = "--groupfile", paramLabel = "FILE", description = "Comps to publish: groups and environments.")
    private Optional<Path> groups = Optional.empty();

    @Option(names = "--modules", paramLabel = "FILE", description = "Modules to publish (modulemd); may be repeated.")
    private List<Path> modules = new ArrayList<>();

    @Option(names = "--updateinfo", paramLabel = "FILE", description = "Advisories to publish.")
    private Optional<Path> updateInfo = Optional.empty();

    @Option(
            names = "--compress",
            paramLabel = "KIND",
            description = "How metadata are compressed: gz, zst, xz or none (default: gz).")
    private String compression = "gz";

    @Option(names = "--filelists-ext", description = "Write filelists with the digest of each file, too.")
    private boolean filelistsExt;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many packages are read at once (default: one for each processor).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--revision", paramLabel = "N", description = "What the new state is called, a number that grows.")
    private Optional<Long> revision = Optional.empty();

    @Mixin
    private final SigningKeyOption signKey = new SigningKeyOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public RepoCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        RepositoryOptions options = options();
        RepositoryCreation.Created created;
        try (Display display = session.progress()) {
            created = new RepositoryCreation(directory, options).run(display);
        }
        json.print(session, created, () -> text(created));
        return ExitCode.DONE;
    }

    private RepositoryOptions options() throws IOException {
        if (workers < 1 || workers > 1024) {
            throw new UsageException("--workers: expected 1 to 1024, found " + workers);
        }
        return new RepositoryOptions(
                MetadataCompression.named(compression)
                        .orElseThrow(() -> new UsageException(
                                "--compress: there is no compression '" + compression + "'; gz, zst, xz or none")),
                workers,
                filelistsExt,
                groups,
                modules,
                updateInfo,
                revision(),
                // With the key's own time: the same metadata have the same signature.
                signKey.read(session).map(key -> document -> key.sign(document, Instant.EPOCH)));
    }

    private OptionalLong revision() {
        if (revision.isPresent()) {
            return OptionalLong.of(revision.get());
        }
        String epoch = session.environment().getOrDefault("SOURCE_DATE_EPOCH", "");
        if (!epoch.isEmpty() && !epoch.matches("[0-9]{1,18}")) {
            throw new UsageException("SOURCE_DATE_EPOCH: expected seconds since 1970, found '" + epoch + "'");
        }
        return epoch.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(epoch));
    }

    private static String text(RepositoryCreation.Created created) {
        return String.format(
                "%s/repodata  %d packages, %d read%s",
                created.directory(),
                created.packages(),
                created.read(),
                created.changed() ? ", revision " + created.revision() : ": nothing changed");
    }
}
