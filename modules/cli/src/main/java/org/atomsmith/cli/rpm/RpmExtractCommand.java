package org.atomsmith.cli.rpm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.rpm.extract.PackageExtraction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith rpm extract}: a package's files in a directory. */
@Command(
        name = "extract",
        description = "Unpacks a package's files into a new directory, after checking its digests.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Owners are not set, and devices are left out: it needs no privileges. Nothing is written outside of the",
            "directory, whatever the package says.",
            "",
            "Examples:",
            "  atomsmith rpm extract bash-5.2.rpm --out bash",
            "  atomsmith rpm extract --key key.asc bash-5.2.rpm --out bash    only when that key signed it"
        })
public final class RpmExtractCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "PACKAGE", description = "The package file; - is standard input.")
    private String file = "";

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where the files go; must not exist, or be empty.")
    private Path out = Path.of("");

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public RpmExtractCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        PackageExtraction.Result result;
        try (PackageInput input = PackageInput.open(file)) {
            result = new PackageExtraction(keys.verifier()).extract(input.file(), input.name(), out);
        }
        json.print(session, result, () -> text(result));
        return ExitCode.DONE;
    }

    private String text(PackageExtraction.Result result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %d files, %d directories, %d links, %d bytes",
                out,
                result.files(),
                result.directories(),
                result.links(),
                result.bytes()));
        result.skipped().forEach(path -> text.append("\n  left out: ").append(path));
        return text.toString();
    }
}
