package org.atomsmith.cli.rpm;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.rpm.file.PackageFile;
import org.atomsmith.rpm.query.FileLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith rpm files}: what files packages have. */
@Command(
        name = "files",
        description = "Lists the files of packages, as rpm -qpl does.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith rpm files -l bash-5.2.rpm       as rpm -qplv",
            "  atomsmith rpm files --json bash-5.2.rpm   with digests, capabilities, signatures for IMA"
        })
public final class RpmFilesCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "Package files; - is standard input.")
    private List<String> packages = new ArrayList<>();

    @Option(
            names = {"-l", "--long"},
            description = "With mode, owner, size and time.")
    private boolean details;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public RpmFilesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<PackageFile> files = new ArrayList<>();
        for (String each : packages) {
            try (PackageInput input = PackageInput.open(each)) {
                files.addAll(PackageFile.list(input.read()));
            }
        }
        json.print(session, files, () -> text(files));
        return ExitCode.DONE;
    }

    private String text(List<PackageFile> files) {
        if (files.isEmpty()) {
            return "(contains no files)";
        }
        FileLines lines = new FileLines(ZoneId.systemDefault(), Instant.now());
        return files.stream().map(f -> details ? lines.of(f) : f.path()).collect(Collectors.joining("\n"));
    }
}
