package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.disk.vagrant.BoxCatalogue;
import org.atomsmith.linux.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith image catalogue}: the list of a Vagrant box's versions. */
@Command(
        name = "catalogue",
        description = "Writes the list of a Vagrant box's versions, from what builds left in their output directories.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each build has the format vagrant-libvirt or vagrant-virtualbox, or both, and a version of its own.",
            "",
            "Examples:",
            "  atomsmith build host.yaml --platform vagrant-libvirt,vagrant-virtualbox",
            "  atomsmith image catalogue --name acme/host --url https://boxes.example.com/host -o out/host.json out",
            "  vagrant box add https://boxes.example.com/host/host.json"
        })
public final class ImageCatalogueCommand implements Callable<Integer> {
    private static final Map<String, String> PROVIDERS =
            Map.of("vagrant-libvirt", "libvirt", "vagrant-virtualbox", "virtualbox");
    private static final Map<String, String> ARCHITECTURES = Map.of("x86_64", "amd64", "aarch64", "arm64");

    private final Session session;

    @Parameters(
            paramLabel = "BUILD",
            arity = "1..*",
            description = "Output directories of builds; the newest version is listed first.")
    private List<Path> builds = new ArrayList<>();

    @Option(names = "--name", paramLabel = "OWNER/BOX", required = true, description = "What the box is called.")
    private String name = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is, for a person.")
    private String description = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the boxes' files are going to be (default: where they are, as file://).")
    private Optional<String> url = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: standard output).")
    private Optional<Path> output = Optional.empty();

    /** Makes the command. */
    public ImageCatalogueCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (!name.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
            throw new UsageException("--name takes OWNER/BOX, found '" + name + "'");
        }
        List<BoxCatalogue.Version> versions = new ArrayList<>();
        for (Path build : builds) {
            BoxCatalogue.Version version = version(build);
            if (versions.stream().anyMatch(v -> v.version().equals(version.version()))) {
                throw new UsageException(build + " has the version " + version.version() + ", as another build has");
            }
            versions.add(version);
        }
        versions.sort(Comparator.comparing(v -> numbers(v.version()), ImageCatalogueCommand::newestFirst));
        String text = new BoxCatalogue(name, description, versions).toJson();
        if (output.isPresent()) {
            AtomicFile.write(output.get(), text);
        } else {
            session.terminal().out().println(text.stripTrailing());
        }
        return ExitCode.DONE;
    }

    private BoxCatalogue.Version version(Path build) throws IOException {
        BuildReport report = BuildReport.read(build)
                .orElseThrow(() -> new UsageException(build + " has no " + BuildReport.FILE
                        + " that can be read: name the output directory of 'atomsmith build'"));
        String version = Optional.ofNullable(report.version())
                .orElseThrow(() -> new UsageException(
                        "the build in " + build + " has no version: put 'automatic-version-prefix' into its treefile"));
        if (!version.matches("[0-9]+([.][0-9]+)*")) {
            throw new UsageException("the build in " + build + " has the version '" + version
                    + "', and Vagrant takes numbers with dots between them");
        }
        List<BoxCatalogue.Box> boxes = report.artifacts().stream()
                .filter(artifact -> PROVIDERS.containsKey(artifact.format()))
                .map(artifact -> new BoxCatalogue.Box(
                        PROVIDERS.getOrDefault(artifact.format(), ""),
                        address(build, artifact.path()),
                        artifact.sha256(),
                        ARCHITECTURES.getOrDefault(report.arch(), report.arch()),
                        true))
                .toList();
        if (boxes.isEmpty()) {
            throw new UsageException("the build in " + build
                    + " has no boxes: build with '--platform vagrant-libvirt,vagrant-virtualbox'");
        }
        return new BoxCatalogue.Version(version, boxes);
    }

    private String address(Path build, String path) {
        return url.map(base -> base.replaceFirst("/+$", "") + "/" + path)
                .orElseGet(() ->
                        build.resolve(path).toAbsolutePath().normalize().toUri().toString());
    }

    private static List<Long> numbers(String version) {
        return List.of(version.split("[.]")).stream()
                .map(number -> number.length() > 18 ? Long.MAX_VALUE : Long.parseLong(number))
                .toList();
    }

    private static int newestFirst(List<Long> one, List<Long> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = Long.compare(other.get(i), one.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(other.size(), one.size());
    }
}
