package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.List;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree rev-parse}: the checksums of revisions. */
public final class RevParseCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "REV...",
                "Output the target of a rev",
                Option.flag(
                        "single",
                        'S',
                        "If the repository has exactly one commit, then print it; any other case will result in an error"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        if (call.has("single")) {
            if (!call.arguments().isEmpty()) {
                throw new UsageException("Cannot specify arguments with --single");
            }
            List<Checksum> commits = repository.listCommits();
            if (commits.size() != 1) {
                throw new RepositoryException(
                        commits.isEmpty() ? "No commit objects found" : "Multiple commit objects found");
            }
            call.out().println(commits.getFirst().hex());
            return 0;
        }
        call.argument(0, "REV");
        for (String rev : call.arguments()) {
            call.out().println(repository.resolve(rev).hex());
        }
        return 0;
    }
}
