package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree rev-parse}: the checksums of refs. */
public final class RevParseCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("REV...", "Output the target of a rev");
    }

    @Override
    public int run(Call call) throws IOException {
        call.argument(0, "REV");
        Repository repository = call.repository();
        for (String rev : call.arguments()) {
            call.out().println(repository.resolve(rev).hex());
        }
        return 0;
    }
}
