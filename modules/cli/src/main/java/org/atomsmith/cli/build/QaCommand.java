package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.qa.CheckOutcome;
import org.atomsmith.qa.Judge;
import org.atomsmith.qa.Judgement;
import org.atomsmith.qa.VerdictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomsmith qa}: an image is judged. */
@Command(
        description = "Boots an image twice and checks what a host must do; exit code 1 when a check fails.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "QEMU is this machine's, or a newer one, fetched into the cache once, where this machine's would emulate slowly.",
            "$ATOMSMITH_QEMU names the QEMU to take instead: qemu-system-x86_64 is this machine's.",
            "",
            "Examples:",
            "  atomsmith qa out/container-host.qcow2",
            "  atomsmith qa out/container-host.qcow2 --firmware uefi --verdict verdict-uefi.json"
        })
public final class QaCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(names = "--commit", paramLabel = "CHECKSUM", description = "The commit that the image must have booted.")
    private Optional<String> commit = Optional.empty();

    @Option(names = "--verdict", paramLabel = "FILE", description = "Write the verdict here as JSON.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public QaCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Judgement judgement;
        try (Display display = session.progress()) {
            Path logs = machine.image().toAbsolutePath().resolveSibling("");
            judgement = new Judge(display).judge(machine.request(session.environment(), display), commit, logs);
        }
        if (file.isPresent()) {
            VerdictJson.write(judgement.verdict(), file.get());
        }
        json.print(session, judgement.verdict(), () -> text(judgement));
        return judgement.verdict().isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String text(Judgement judgement) {
        StringBuilder text = new StringBuilder();
        for (CheckOutcome check : judgement.verdict().checks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-4s  %6.1f s  %s: %s%n",
                    check.result().toString().toLowerCase(Locale.ROOT),
                    check.seconds(),
                    check.name(),
                    check.evidence().lines().findFirst().orElse("")));
        }
        return text.append(judgement.verdict().summary()).toString();
    }
}
