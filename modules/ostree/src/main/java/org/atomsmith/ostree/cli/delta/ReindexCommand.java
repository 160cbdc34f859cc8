package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree static-delta reindex}. */
final class ReindexCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "",
                "Regenerate static delta indexes",
                Option.value("to", "REV", "Only update delta index to revision REV"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        Optional<String> to = call.value("to");
        if (to.isPresent()) {
            repository.deltas().reindex(repository.resolve(to.get()));
        } else {
            repository.deltas().reindex();
        }
        return 0;
    }
}
