package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.ostree.sign.Signer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What every command takes that composes a treefile. */
final class PipelineOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Not required where a command below this one may be named instead. */
    @Parameters(paramLabel = "TREEFILE", arity = "0..1", description = "The treefile: YAML, or JSON.")
    private Optional<Path> treefile = Optional.empty();

    @Option(
            names = "--lockfile",
            paramLabel = "FILE",
            description = "Take exactly these versions; may be given several times.")
    private List<Path> lockfiles = new ArrayList<>();

    @Option(names = "--offline", description = "Use what the cache holds and never the network.")
    private boolean offline;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many things to do at once (default: one for each processor).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = {
                "Sign with this secret key: ed25519 (base64, as `ostree sign` takes it) or OpenPGP (as `gpg "
                        + "--export-secret-keys` writes it; its passphrase in $ATOMSMITH_SIGN_PASSPHRASE). May be given "
                        + "several times."
            })
    private List<Path> signKeys = new ArrayList<>();

    /** The treefile. */
    Path treefile() {
        return treefile.orElseThrow(() -> new ParameterException(spec.commandLine(), "say which treefile: TREEFILE"));
    }

    /** Whether the network may not be used. */
    boolean offline() {
        return offline;
    }

    /** What was asked for, with what the environment says. */
    BuildPipeline.Settings settings(
            Map<String, String> environment, Path out, ImageSelection images, CustomizationOptions customizations)
            throws IOException {
        if (jobs < 1) {
            throw new UsageException("--jobs " + jobs + ": at least 1 is needed");
        }
        OptionalLong epoch = sourceDateEpoch(environment);
        List<Signer> signers = new ArrayList<>();
        for (Path key : signKeys) {
            signers.add(SignKey.read(key, environment, epoch));
        }
        return new BuildPipeline.Settings(
                treefile(),
                out,
                BuildCache.defaultRoot(environment),
                images,
                customizations,
                lockfiles,
                offline,
                jobs,
                epoch,
                signers);
    }

    private static OptionalLong sourceDateEpoch(Map<String, String> environment) {
        String text = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("[0-9]{1,12}")) {
            throw new UsageException("SOURCE_DATE_EPOCH is '" + text + "', not a number of seconds since 1970");
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
