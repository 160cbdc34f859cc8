package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.emulator.EmulatorChoice;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.image.ImageFormat;
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
            "  atomsmith build host.yaml --lockfile out/host.lock.json --offline"
        })
public final class BuildCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final PipelineOptions pipeline = new PipelineOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (default: out).")
    private Path out = Path.of("out");

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "Formats of the image: raw, qcow2 (default: both).")
    private List<String> formats = List.of("qcow2", "raw");

    @Option(names = "--no-qa", description = "Do not boot and judge the image.")
    private boolean noQa;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public BuildCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<ImageFormat> wanted =
                formats.stream().map(BuildCommand::format).distinct().toList();
        BuildReport report;
        Optional<Judgement> judgement;
        try (Display display = session.progress()) {
            BuildPipeline build = new BuildPipeline(pipeline.settings(session.environment(), out, wanted), display);
            report = build.run();
            judgement = noQa || report.artifacts().isEmpty() ? Optional.empty() : Optional.of(judge(build, report));
        }
        json.print(session, report, () -> text(report, out, judgement));
        return judgement.filter(j -> !j.verdict().isGood()).isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private Judgement judge(BuildPipeline build, BuildReport report) throws IOException {
        BuildReport.Artifact image = report.artifacts().stream()
                .filter(a -> a.format().equals("qcow2"))
                .findFirst()
                .orElse(report.artifacts().getFirst());
        Emulator emulator = new EmulatorChoice(session.environment(), pipeline.offline()).choose(build.events());
        Judgement judgement = new Judge(build.events())
                .judge(BootRequest.of(out.resolve(image.path()), emulator), Optional.of(report.commit()), out);
        VerdictJson.write(judgement.verdict(), out.resolve("verdict.json"));
        return judgement;
    }

    static ImageFormat format(String name) {
        return ImageFormat.named(name)
                .orElseThrow(() -> new UsageException("there is no format '" + name + "'; formats are "
                        + ImageFormat.ALL.stream().map(ImageFormat::name).toList()));
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
