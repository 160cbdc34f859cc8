package org.atomsmith.cli.inventory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.Version;
import org.atomsmith.compose.inventory.CommitInventory;
import org.atomsmith.compose.inventory.CycloneDxDocument;
import org.atomsmith.compose.inventory.Inventory;
import org.atomsmith.compose.inventory.SpdxDocument;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith sbom}: the bill of materials of a commit. */
@Command(
        description = "Writes the bill of materials of a commit: SPDX or CycloneDX.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It says what the package database in the commit's tree knows. The one that a build leaves beside its images",
            "(NAME.spdx.json) has the packages' digests too, and what the build's own package was made with.",
            "",
            "Examples:",
            "  atomsmith sbom debian/13/x86_64/container-host > host.spdx.json",
            "  atomsmith sbom debian/13/x86_64/container-host --format cyclonedx -o host.cdx.json"
        })
public final class SbomCommand implements Callable<Integer> {
    private static final String OWN_PACKAGE = "atomsmith-host";

    private final Session session;

    @Mixin
    private final CommitSource source = new CommitSource();

    @Parameters(paramLabel = "REF", description = "A ref, REF^ for the commit before, or a checksum.")
    private String ref = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: spdx): SPDX 2.3, or CycloneDX 1.6, as JSON.")
    private Format format = Format.SPDX;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: standard output).")
    private Optional<Path> output = Optional.empty();

    /** The forms that a bill of materials has. */
    enum Format {
        SPDX,
        CYCLONEDX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Makes the command. */
    public SbomCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Repository repository = source.open();
        Inventory inventory = new CommitInventory(repository, repository.resolve(ref)).read(name(), OWN_PACKAGE);
        String text = switch (format) {
            case SPDX -> new SpdxDocument("atomsmith-" + Version.number()).of(inventory);
            case CYCLONEDX -> new CycloneDxDocument("atomsmith", Version.number()).of(inventory);
        };
        if (output.isPresent()) {
            AtomicFile.write(output.get(), text);
        } else {
            session.terminal().out().println(text.stripTrailing());
        }
        return ExitCode.DONE;
    }

    private String name() {
        return ref.matches("[0-9a-f]{64}")
                ? "system"
                : ref.replaceAll("\\^+$", "").replace('/', '-');
    }
}
