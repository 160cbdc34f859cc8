package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.image.HostCommit;
import org.atomsmith.image.ImageBuilder;
import org.atomsmith.image.ImageFormat;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith image}: a disk from a commit. */
@Command(
        description = "Writes a bootable disk of a commit that is in a repository.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith image debian/13/x86_64/container-host --repo out/repo -o host.qcow2",
            "  atomsmith image 4f0c... --repo out/repo --format raw --size 8192 -o host.img"
        })
public final class ImageCommand implements Callable<Integer> {
    private static final long MIB = 1L << 20;

    private final Session session;

    @Parameters(paramLabel = "REF", description = "A ref, or a commit's checksum.")
    private String ref = "";

    @Option(names = "--repo", required = true, paramLabel = "DIR", description = "The repository.")
    private Path repository = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write.")
    private Path output = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", description = "raw or qcow2 (default: by the file's suffix).")
    private Optional<String> format = Optional.empty();

    @Option(names = "--size", paramLabel = "MIB", description = "Size of the disk in MiB (default: what is needed).")
    private Optional<Long> size = Optional.empty();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ImageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ImageFormat wanted = BuildCommand.format(format.orElseGet(this::suffix));
        Repository repo = Repository.open(repository);
        Checksum commit = Checksum.tryParse(ref)
                .or(() -> resolve(repo))
                .orElseThrow(() -> new UsageException("repository " + repository + " has no ref '" + ref + "'"));
        WrittenFile written;
        try (Display display = session.progress()) {
            OptionalLong bytes = size.isPresent() ? OptionalLong.of(size.get() * MIB) : OptionalLong.empty();
            written = new ImageBuilder(display)
                    .build(HostCommit.load(repo, commit), bytes, List.of(new ImageBuilder.Target(output, wanted)))
                    .files()
                    .getFirst();
        }
        BuildReport.Artifact artifact = new BuildReport.Artifact(
                BuildPipeline.PLATFORM, wanted.name(), output.toString(), written.size(), written.sha256());
        json.print(
                session,
                artifact,
                () -> String.format(
                        Locale.ROOT, "%s  %d MB  sha256:%s", output, written.size() / 1_000_000, written.sha256()));
        return ExitCode.DONE;
    }

    private Optional<Checksum> resolve(Repository repo) {
        try {
            return repo.refs().resolve(ref);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String suffix() {
        String name = output.getFileName().toString();
        return name.endsWith(".img") ? "raw" : name.substring(name.lastIndexOf('.') + 1);
    }
}
