package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.util.List;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.DeltaName;

/** {@code ostree static-delta list}. */
final class ListDeltasCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("", "List static delta files");
    }

    @Override
    public int run(Call call) throws IOException {
        List<DeltaName> names = call.repository().deltas().list();
        if (names.isEmpty()) {
            call.out().println("(No static deltas)");
        }
        names.forEach(name -> call.out().println(name.id()));
        return 0;
    }
}
