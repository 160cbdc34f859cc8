package org.atomsmith.cli.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.host.container.Encapsulation;
import org.atomsmith.oci.Credentials;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.ImageSink;
import org.atomsmith.oci.LayoutDirectory;
import org.atomsmith.oci.RegistryClient;
import org.atomsmith.oci.policy.SigningSink;
import org.atomsmith.oci.policy.SigstoreKey;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atomsmith oci encapsulate}: a commit becomes a container image. */
@Command(
        description = "Writes a commit as a container image, which hosts update from and container engines run.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith oci encapsulate --repo repo os/stable oci:image:stable",
            "  atomsmith oci encapsulate --repo repo os/stable registry:registry.example.com/os:stable",
            "  atomsmith oci encapsulate --repo repo os/stable registry:registry.example.com/os:stable \\",
            "      --sign-by-sigstore-private-key image.key"
        })
public final class OciCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "encapsulate", description = "What to do.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "REF", description = "The ref or commit.")
    private String ref = "";

    @Parameters(
            index = "2",
            paramLabel = "TARGET",
            description = "oci:DIR[:TAG], an image layout directory, or registry:HOST/NAME[:TAG].")
    private String target = "";

    @Option(names = "--repo", required = true, paramLabel = "DIR", description = "The repository that has the commit.")
    private Path repository = Path.of("");

    @Option(
            names = "--max-layers",
            paramLabel = "N",
            description = "How many layers there may be (default: ${DEFAULT-VALUE}).")
    private int layers = 64;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of the image; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--authfile",
            paramLabel = "FILE",
            description = "Who we are to the registry, as podman login writes.")
    private Path authFile = Path.of("");

    @Mixin
    private final SigningOptions signing = new SigningOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public OciCommand(Session session) {
        this.session = session;
    }

    /** What {@code --json} shows. */
    record Facts(String commit, String digest) {}

    @Override
    public Integer call() throws IOException {
        if (!action.equals("encapsulate") || layers < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    layers < 1 ? "--max-layers is at least 1" : "there is no action '" + action + "': encapsulate");
        }
        Repository repo = Repository.open(repository);
        Checksum commit = repo.resolve(ref);
        Path scratch = Files.createTempDirectory("atomsmith-oci-");
        try {
            Facts facts = new Facts(commit.hex(), write(repo, commit, scratch).toString());
            json.print(session, facts, facts::digest);
        } finally {
            Files.deleteIfExists(scratch);
        }
        return ExitCode.DONE;
    }

    private Digest write(Repository repo, Checksum commit, Path scratch) throws IOException {
        Encapsulation encapsulation = new Encapsulation(repo, layers);
        int colon = target.indexOf(':');
        String name = target.substring(colon + 1);
        switch (target.substring(0, Math.max(0, colon))) {
            case "oci" -> {
                signing.requireNone();
                int tag = name.lastIndexOf(':');
                boolean tagged = tag > name.lastIndexOf('/');
                return encapsulation.write(
                        commit,
                        LayoutDirectory.create(Path.of(tagged ? name.substring(0, tag) : name)),
                        tagged ? name.substring(tag + 1) : "latest",
                        labels,
                        scratch);
            }
            case "registry" -> {
                ImageName image = ImageName.parse(name);
                Credentials credentials = authFile.toString().isEmpty()
                        ? Credentials.ofSystem(Path.of("/"), Path.of("/run"), session.environment())
                        : new Credentials(java.util.List.of(authFile));
                RegistryClient registry = new RegistryClient(image, credentials);
                Optional<SigstoreKey> key = signing.key(session);
                ImageSink sink = key.isPresent() ? new SigningSink(registry, signing.name(image), key.get()) : registry;
                return encapsulation.write(commit, sink, image.reference(), labels, scratch);
            }
            default ->
                throw new ParameterException(
                        spec.commandLine(), "the target is oci:DIR[:TAG] or registry:HOST/NAME[:TAG]: " + target);
        }
    }
}
