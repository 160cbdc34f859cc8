package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.emulator.EmulatorChoice;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.image.platform.Platforms;
import org.atomsmith.qa.Judge;
import org.atomsmith.qa.Judgement;
import org.atomsmith.qa.VerdictJson;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Emulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomsmith build}: the whole pipeline, from a treefile to a judged image. */
@Command(
        description = "Composes a treefile into a signed commit, writes disk images, boots them and judges them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Leaves in the output directory: repo/ (archive-mode OSTree repository), the images, NAME.lock.json,",
            "build.json and verdict.json. Exit code 1 when a check of the judge failed.",
            "",
            "QEMU is this machine's, or a newer one, fetched into the cache once, where this machine's would emulate slowly.",
            "$ATOMSMITH_QEMU names the QEMU to take instead: qemu-system-x86_64 is this machine's.",
            "",
            "Examples:",
            "  atomsmith build examples/container-host.yaml",
            "  atomsmith build host.yaml --out /srv/build --format qcow2 --no-qa",
            "  atomsmith build host.yaml --platform aws,azure,gcp",
            "  atomsmith build host.yaml --admin core --ssh-key ~/.ssh/id_ed25519.pub --hostname lab1",
            "  atomsmith build host.yaml --lockfile out/host.lock.json --offline"
        })
public final class BuildCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final PipelineOptions pipeline = new PipelineOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Where results go (default: out).")
    private Path out = Path.of("out");

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "PLATFORM",
            description =
                    "Where images are to run (default: qemu); all for every platform. atomsmith image --list names "
                            + "them.")
    private List<String> platforms = new ArrayList<>();

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description =
                    "Formats of the images (default: qcow2 and raw, or each platform's usual one); all for all that "
                            + "a platform takes.")
    private List<String> formats = new ArrayList<>();

    @Option(names = "--no-qa", description = "Do not boot and judge the image.")
    private boolean noQa;

    @Mixin
    private final CustomizationOptions customizations = new CustomizationOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public BuildCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ImageSelection wanted = ImageSelection.of(platforms, formats);
        BuildReport report;
        Optional<Judgement> judgement;
        try (Display display = session.progress()) {
            BuildPipeline build =
                    new BuildPipeline(pipeline.settings(session.environment(), out, wanted, customizations), display);
            report = build.run();
            judgement = noQa || report.artifacts().isEmpty() ? Optional.empty() : Optional.of(judge(build, report));
        }
        json.print(session, report, () -> text(report, out, judgement));
        return judgement.filter(j -> !j.verdict().isGood()).isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private Judgement judge(BuildPipeline build, BuildReport report) throws IOException {
        BuildReport.Artifact image = report.artifacts().stream()
                .max(Comparator.comparing(BuildCommand::isJudgedGladly))
                .orElseThrow();
        Emulator emulator = new EmulatorChoice(session.environment(), pipeline.offline()).choose(build.events());
        Judgement judgement = new Judge(build.events())
                .judge(BootRequest.of(out.resolve(image.path()), emulator), Optional.of(report.commit()), out);
        VerdictJson.write(judgement.verdict(), out.resolve("verdict.json"));
        return judgement;
    }

    /** Of several images, the one that QEMU was made for says most. */
    private static int isJudgedGladly(BuildReport.Artifact artifact) {
        return (artifact.format().equals("qcow2") ? 2 : 0)
                + (artifact.platform().equals(Platforms.USUAL) ? 1 : 0);
    }

    private static String text(BuildReport report, Path out, Optional<Judgement> judgement) {
        StringBuilder text = new StringBuilder();
        text.append("commit   ").append(report.commit()).append('\n');
        text.append("ref      ").append(report.ref());
        if (report.version() != null) {
            text.append("  version ").append(report.version());
        }
        text.append('\n');
        for (BuildReport.Artifact a : report.artifacts()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s %s  %d MB  sha256:%s%n",
                    a.format(),
                    out.resolve(a.path()),
                    a.size() / 1_000_000,
                    a.sha256()));
        }
        judgement.ifPresent(
                j -> text.append("verdict  ").append(j.verdict().summary()).append('\n'));
        if (Files.isDirectory(out) && !report.artifacts().isEmpty()) {
            text.append("boot it  ./atomsmith boot ")
                    .append(out.resolve(report.artifacts().getFirst().path()));
        }
        return text.toString().stripTrailing();
    }
}
