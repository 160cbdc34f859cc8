package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.image.HostCommit;
import org.atomsmith.image.ImageBuilder;
import org.atomsmith.image.ImageFormat;
import org.atomsmith.image.ImageRequest;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.platform.Platforms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atomsmith image}: disks from a commit. */
@Command(
        description = "Writes bootable disks of a commit that is in a repository.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "-o names a file, or a directory that receives a file for each platform and format.",
            "",
            "Examples:",
            "  atomsmith image debian/13/x86_64/container-host --repo out/repo -o host.qcow2",
            "  atomsmith image 4f0c... --repo out/repo --format raw --size 8192 -o host.img",
            "  atomsmith image REF --repo out/repo --platform azure,aws,gcp -o images/",
            "  atomsmith image REF --repo out/repo -o host.iso",
            "  atomsmith image REF --repo out/repo -o host.qcow2 --hostname db1 --admin anna --ssh-key ~/.ssh/id_ed25519.pub",
            "  atomsmith image REF --repo out/repo -o host.qcow2 --customizations db.yaml",
            "  atomsmith image plan REF --repo out/repo --platform azure",
            "  atomsmith image convert host.ova host.qcow2",
            "  atomsmith image info host.qcow2",
            "  atomsmith image --list"
        })
public final class ImageCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommitOptions commit = new CommitOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR",
            description = "The file to write, or the directory for several.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "PLATFORM",
            description = "Where it is to run (default: qemu); all for every platform.")
    private List<String> platforms = new ArrayList<>();

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description =
                    "The files' formats (default: by the file's suffix, or each platform's usual one); all for all "
                            + "that a platform takes.")
    private List<String> formats = new ArrayList<>();

    @Option(names = "--size", paramLabel = "MIB", description = "Size of the disk in MiB (default: what is needed).")
    private Optional<Long> size = Optional.empty();

    @Option(names = "--list", description = "List the platforms and the formats, and end.")
    private boolean list;

    @Mixin
    private final CustomizationOptions customizations = new CustomizationOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ImageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            PlatformList platformList = PlatformList.of(Platforms.load());
            json.print(session, platformList, platformList::text);
            return ExitCode.DONE;
        }
        Path to = output.orElseThrow(() -> new ParameterException(spec.commandLine(), "say where to: -o FILE or DIR"));
        List<BuildReport.Artifact> artifacts;
        try (Display display = session.progress()) {
            HostCommit host = commit.load(spec);
            List<ImageRequest> requests = requests(to, host, customizations.read(Optional.empty()));
            List<DiskWriter.WrittenDisk> written = new ImageBuilder(display).build(host, requests);
            artifacts = BuildReport.Artifact.of(host, requests, written, Path::toString);
        }
        json.print(session, artifacts, () -> text(artifacts));
        return ExitCode.DONE;
    }

    private List<ImageRequest> requests(Path to, HostCommit host, Customization customization) {
        OptionalLong bytes = diskSize(size);
        boolean directory = Files.isDirectory(to) || to.toString().endsWith("/");
        if (directory) {
            return ImageSelection.of(platforms.isEmpty() ? List.of(Platforms.USUAL) : platforms, formats)
                    .requests(to, host.name(), bytes, customization);
        }
        List<ImageSelection.Wanted> images = ImageSelection.of(
                        platforms, formats.isEmpty() ? List.of(formatOf(to).name()) : formats)
                .images();
        if (images.size() > 1 || images.getFirst().formats().size() > 1) {
            throw new UsageException("several images do not fit in one file: let -o name a directory, " + to + "/");
        }
        ImageSelection.Wanted wanted = images.getFirst();
        return List.of(new ImageRequest(
                wanted.platform(),
                bytes,
                customization,
                List.of(new ImageRequest.Target(to, wanted.formats().getFirst()))));
    }

    /** The format that the name of a file to write asks for. */
    static ImageFormat formatOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return ImageFormat.ofFile(name)
                .orElseThrow(() -> new UsageException("no format has the suffix of '" + name
                        + "'; choose one with --format: " + String.join(", ", ImageFormat.names())));
    }

    /** The size in bytes of a disk that is asked for in MiB. */
    static OptionalLong diskSize(Optional<Long> mib) {
        if (mib.isEmpty()) {
            return OptionalLong.empty();
        }
        if (mib.get() < 1 || mib.get() > 1L << 30) {
            throw new UsageException("--size " + mib.get() + ": a number of MiB between 1 and 1073741824 is needed");
        }
        return OptionalLong.of(mib.get() << 20);
    }

    private static String text(List<BuildReport.Artifact> artifacts) {
        StringBuilder text = new StringBuilder();
        for (BuildReport.Artifact artifact : artifacts) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s  %d MB  sha256:%s%n",
                    artifact.path(),
                    artifact.size() / 1_000_000,
                    artifact.sha256()));
        }
        return text.toString().stripTrailing();
    }
}
