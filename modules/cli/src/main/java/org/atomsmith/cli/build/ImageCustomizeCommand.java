package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.Session;
import org.atomsmith.host.install.AnswerFile;
import org.atomsmith.image.live.LiveCustomization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atomsmith image customize}: what a finished live ISO does by itself. */
@Command(
        name = "customize",
        description = "Puts answers for the installer, or kernel arguments, on a live ISO, without making it again.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The ISO itself is changed: copy it before when it is to stay as it is.",
            "",
            "Examples:",
            "  atomsmith image customize host.iso --answers web1.conf --timeout 1",
            "  atomsmith image customize host.iso --start live --kernel-argument console=ttyS1"
        })
public final class ImageCustomizeCommand implements Callable<Integer> {
    private static final int USUAL_SECONDS = 10;

    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ISO", description = "A live ISO.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path iso;

    @Option(names = "--answers", paramLabel = "FILE", description = "Answers for the installer: docs/installer.md.")
    private Optional<Path> answers = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "ENTRY",
            description = "What the menu starts by itself: install, live or ram (default: install).")
    private Optional<String> start = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the menu waits (default: " + USUAL_SECONDS + ").")
    private Optional<Integer> timeout = Optional.empty();

    @Option(
            names = "--kernel-argument",
            paramLabel = "ARGUMENT",
            description = "An argument for the kernel of the live system; may be given several times.")
    private List<String> arguments = List.of();

    /** Makes the command. */
    public ImageCustomizeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        boolean menu = start.isPresent() || timeout.isPresent() || !arguments.isEmpty();
        if (answers.isEmpty() && !menu) {
            throw new ParameterException(
                    spec.commandLine(), "say what is to change: --answers, --start, --timeout or --kernel-argument");
        }
        LiveCustomization customization = new LiveCustomization(iso);
        byte[] text = answers.isPresent() ? Files.readAllBytes(answers.get()) : new byte[0];
        // All is checked before anything is written.
        boolean whole = answers.isPresent()
                && AnswerFile.check(
                        new String(text, StandardCharsets.UTF_8), answers.get().toString());
        if (menu) {
            try {
                customization.menu(start.orElse("install"), timeout.orElse(USUAL_SECONDS), String.join(" ", arguments));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        if (answers.isPresent()) {
            customization.answers(text);
            session.terminal()
                    .out()
                    .println(
                            whole
                                    ? iso + " installs without asking"
                                    : iso + " still asks which disk: the answers name none");
        }
        return ExitCode.DONE;
    }
}
