package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.AutoSummary;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree reset}: points a ref to another commit. */
public final class ResetCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("REF COMMIT", "Reset a REF to a previous COMMIT");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().size() < 2) {
            throw new UsageException("A ref and commit argument is required");
        }
        Repository repository = call.repository();
        String ref = call.argument(0, "REF");
        Checksum target = repository.resolve(call.argument(1, "COMMIT"));
        repository.resolve(ref);
        repository.readCommit(target);
        repository.refs().set(ref, target);
        AutoSummary.afterRefsChanged(repository);
        return 0;
    }
}
