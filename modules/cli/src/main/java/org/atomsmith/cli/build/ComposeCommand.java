package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.compose.Composer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atomsmith compose}: a treefile becomes a commit. */
@Command(
        description = "Composes a treefile into a commit of an OSTree repository, without images.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --unchanged-exit-77, exit code 77 says that the ref named this very commit already.",
            "",
            "Examples:",
            "  atomsmith compose examples/container-host.yaml --repo /srv/repo",
            "  atomsmith compose print host.yaml",
            "  atomsmith compose host.yaml --repo repo --sign-key secret.ed25519 --json | jq -r .commit"
        })
public final class ComposeCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final PipelineOptions pipeline = new PipelineOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--repo", paramLabel = "DIR", description = "The archive-mode repository; made when missing.")
    private Optional<Path> repository = Optional.empty();

    @Option(names = "--unchanged-exit-77", description = "Exit with 77 when nothing changed.")
    private boolean unchangedExit;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ComposeCommand(Session session) {
        this.session = session;
    }

    /** What {@code --json} shows. */
    record Facts(String commit, @Nullable String version, boolean changed) {}

    @Override
    public Integer call() throws IOException {
        pipeline.treefile();
        Path target = repository.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "say which repository gets the commit: --repo DIR"));
        Composer.Composed composed;
        try (Display display = session.progress()) {
            composed = new BuildPipeline(
                            pipeline.settings(
                                    session.environment(),
                                    Path.of(""),
                                    ImageSelection.none(),
                                    new CustomizationOptions()),
                            display)
                    .compose(target);
        }
        Facts facts = new Facts(composed.commit().hex(), composed.version().orElse(null), composed.changed());
        json.print(session, facts, () -> facts.commit() + (facts.changed() ? "" : "  (unchanged)"));
        return unchangedExit && !facts.changed() ? ExitCode.NOTHING_TO_DO : ExitCode.DONE;
    }
}
