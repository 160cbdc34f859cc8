package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.util.List;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.object.Checksum;

/** {@code ostree static-delta indexes}. */
final class ListIndexesCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("", "List static delta indexes");
    }

    @Override
    public int run(Call call) throws IOException {
        List<Checksum> commits = call.repository().deltas().indexes();
        if (commits.isEmpty()) {
            call.out().println("(No static deltas indexes)");
        }
        commits.forEach(commit -> call.out().println(commit.hex()));
        return 0;
    }
}
