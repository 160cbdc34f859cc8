package org.atomsmith.cli.build;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.image.DiskPlan;
import org.atomsmith.image.DiskPlanner;
import org.atomsmith.image.HostCommit;
import org.atomsmith.image.platform.Platforms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atomsmith image plan}: a disk before it is written. */
@Command(
        name = "plan",
        description = "Prints what would lie where on a disk of a commit, how large, and why; writes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith image plan debian/13/x86_64/container-host --repo out/repo",
            "  atomsmith image plan REF --repo out/repo --platform gcp --size 20480 --json"
        })
public final class ImagePlanCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommitOptions commit = new CommitOptions();

    @Option(names = "--platform", paramLabel = "PLATFORM", description = "Where it is to run (default: qemu).")
    private String platform = Platforms.USUAL;

    @Option(names = "--size", paramLabel = "MIB", description = "Size of the disk in MiB (default: what is needed).")
    private Optional<Long> size = Optional.empty();

    @Mixin
    private final CustomizationOptions customizations = new CustomizationOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ImagePlanCommand(Session session) {
        this.session = session;
    }

    /**
     * A plan, as JSON has it.
     *
     * @param size bytes of the disk
     */
    record Facts(
            String commit,
            String platform,
            String name,
            String version,
            long size,
            List<String> kernelArguments,
            List<DiskPlan.Region> regions) {}

    @Override
    public Integer call() throws IOException {
        HostCommit host = commit.load(spec);
        DiskPlan plan = new DiskPlanner(host)
                .plan(
                        ImageSelection.platform(platform),
                        ImageCommand.diskSize(size),
                        customizations.read(Optional.empty()));
        Facts facts = new Facts(
                host.checksum().hex(),
                plan.facts().platform().name(),
                plan.facts().name(),
                plan.facts().version(),
                plan.size(),
                plan.kernelArguments(),
                plan.regions());
        json.print(session, facts, () -> text(facts));
        return ExitCode.DONE;
    }

    private static String text(Facts facts) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s %s for %s: a disk of %d MiB%n%n",
                facts.name,
                facts.version,
                facts.platform,
                facts.size >> 20));
        text.append(String.format(Locale.ROOT, "%12s %12s  %-8s %s%n", "AT KiB", "KiB", "NAME", "CONTENT, AND WHY"));
        for (DiskPlan.Region region : facts.regions) {
            text.append(String.format(
                    Locale.ROOT,
                    "%12d %12d  %-8s %s%n%36s%s%n",
                    region.offset() >> 10,
                    region.length() >> 10,
                    region.name(),
                    region.content(),
                    "",
                    region.why()));
        }
        text.append("\nkernel arguments: ").append(String.join(" ", facts.kernelArguments));
        return text.toString();
    }
}
