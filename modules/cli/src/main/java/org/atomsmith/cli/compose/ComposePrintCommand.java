package org.atomsmith.cli.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.compose.treefile.FlatTreefile;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.TreefileReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith compose print}: one treefile of all that it includes. */
@Command(
        name = "print",
        description = "Prints a treefile with all that it includes merged into it, and where each value was written.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The output is a treefile of the same meaning. With --json it is under 'treefile', and 'origins' has the place",
            "of each value by its JSON Pointer. What a compose would refuse here is told on standard error, and in",
            "'refusals'; it does not change the exit code.",
            "",
            "Examples:",
            "  atomsmith compose print manifest.yaml",
            "  atomsmith compose print manifest.yaml --arch aarch64 > flat.yaml",
            "  atomsmith compose print manifest.yaml --json | jq -r '.origins[\"/packages/0\"].file'"
        })
public final class ComposePrintCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "TREEFILE", description = "The treefile: YAML, or JSON.")
    private Path treefile = Path.of("");

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            description = "Decide conditions for this architecture, in RPM's spelling (default: this machine's).")
    private Optional<String> arch = Optional.empty();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ComposePrintCommand(Session session) {
        this.session = session;
    }

    /** A place where something is wrong, or ignored. */
    record Note(String at, String message, String hint) {
        static List<Note> of(List<Problem> problems) {
            return problems.stream()
                    .map(problem -> new Note(problem.at().toString(), problem.message(), problem.hint()))
                    .toList();
        }
    }

    /** What {@code --json} shows. */
    record Facts(
            String file,
            String basearch,
            List<String> sources,
            Map<String, Object> treefile,
            Map<String, FlatTreefile.Origin> origins,
            List<Note> refusals,
            List<Note> warnings) {}

    @Override
    public Integer call() {
        FlatTreefile flat = arch.map(TreefileReader::new)
                .orElseGet(TreefileReader::forThisMachine)
                .flatten(treefile);
        flat.warnings().forEach(warning -> tell("warning: " + warning));
        flat.refusals().forEach(refusal -> tell("a compose refuses this: " + refusal));
        Facts facts = new Facts(
                treefile.toString(),
                flat.basearch(),
                flat.sources().stream().map(Path::toString).toList(),
                flat.plain(),
                flat.origins(),
                Note.of(flat.refusals()),
                Note.of(flat.warnings()));
        json.print(session, facts, () -> header(flat) + flat.toYaml().stripTrailing());
        return ExitCode.DONE;
    }

    private void tell(String line) {
        session.terminal().err().println(line);
    }

    private static String header(FlatTreefile flat) {
        int included = flat.sources().size() - 1;
        return "# " + flat.file() + " for " + flat.basearch()
                + switch (included) {
                    case 0 -> "";
                    case 1 -> " and the file that it includes";
                    default -> " and the " + included + " files that it includes";
                }
                + ". Each value with the place where it is written.\n";
    }
}
