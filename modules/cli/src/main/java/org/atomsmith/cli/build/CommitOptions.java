package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.image.HostCommit;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Names a commit in a repository. */
final class CommitOptions {
    @Parameters(paramLabel = "REF", arity = "0..1", description = "A ref, or a commit's checksum.")
    private Optional<String> ref = Optional.empty();

    @Option(names = "--repo", paramLabel = "DIR", description = "The repository.")
    private Optional<Path> repository = Optional.empty();

    /**
     * The commit.
     *
     * @param spec the command, for what is said when a part is missing
     */
    HostCommit load(CommandSpec spec) throws IOException {
        String wanted = ref.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "say which commit: REF, or a checksum"));
        Path directory = repository.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "say which repository has it: --repo DIR"));
        Repository opened = Repository.open(directory);
        Optional<Checksum> commit = Checksum.tryParse(wanted);
        if (commit.isEmpty()) {
            commit = opened.refs().resolve(wanted);
        }
        return HostCommit.load(
                opened,
                commit.orElseThrow(
                        () -> new UsageException("repository " + directory + " has no ref '" + wanted + "'")));
    }
}
