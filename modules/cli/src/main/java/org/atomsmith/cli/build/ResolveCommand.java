package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.compose.lock.LockfileWriter;
import org.atomsmith.compose.resolve.Resolution;
import org.atomsmith.solver.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomsmith resolve}: the exact packages of a treefile, and why each of them is in. */
@Command(
        description = "Finds the exact packages of a treefile; prints them, writes a lockfile, or says why one is in.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --check, exit code 77 says that the lockfile is current, 1 that it is not.",
            "",
            "Examples:",
            "  atomsmith resolve examples/container-host.yaml",
            "  atomsmith resolve host.yaml --write host.lock.json",
            "  atomsmith resolve host.yaml --check host.lock.json",
            "  atomsmith resolve host.yaml --explain openssh-server"
        })
public final class ResolveCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final PipelineOptions pipeline = new PipelineOptions();

    @Option(names = "--explain", paramLabel = "PACKAGE", description = "Say why this package is in.")
    private Optional<String> explain = Optional.empty();

    @Option(names = "--write", paramLabel = "FILE", description = "Write the lockfile here.")
    private Optional<Path> write = Optional.empty();

    @Option(names = "--check", paramLabel = "FILE", description = "Compare with this lockfile; write nothing.")
    private Optional<Path> check = Optional.empty();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ResolveCommand(Session session) {
        this.session = session;
    }

    /** One package, as {@code --json} shows it. */
    record Resolved(String name, String evr, String arch, long size, String sha256, String repo) {}

    @Override
    public Integer call() throws IOException {
        Resolution resolution;
        try (Display display = session.progress()) {
            resolution = new BuildPipeline(
                            pipeline.settings(
                                    session.environment(),
                                    Path.of(""),
                                    ImageSelection.none(),
                                    new CustomizationOptions()),
                            display)
                    .resolve();
        }
        if (explain.isPresent()) {
            Explanation why = resolution.solution().explain(explain.get());
            json.print(session, why, why::toString);
            return ExitCode.DONE;
        }
        String lockfile = new LockfileWriter().toJson(resolution.lockfile());
        if (check.isPresent()) {
            boolean current = Files.readString(check.get()).equals(lockfile);
            session.terminal()
                    .out()
                    .println(check.get() + (current ? " is current" : " is not current; write it with --write"));
            return current ? ExitCode.NOTHING_TO_DO : ExitCode.FAILED;
        }
        if (write.isPresent()) {
            new LockfileWriter().write(resolution.lockfile(), write.get());
        }
        List<Resolved> packages = resolution.packages().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(p -> new Resolved(
                        p.name(),
                        p.evr().toString(),
                        p.nevra().arch(),
                        p.location().size(),
                        p.location().sha256(),
                        p.location().repository()))
                .toList();
        json.print(session, packages, () -> text(packages));
        return ExitCode.DONE;
    }

    private static String text(List<Resolved> packages) {
        StringBuilder text = new StringBuilder();
        for (Resolved p : packages) {
            text.append(p.name())
                    .append('-')
                    .append(p.evr())
                    .append('.')
                    .append(p.arch())
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }
}
