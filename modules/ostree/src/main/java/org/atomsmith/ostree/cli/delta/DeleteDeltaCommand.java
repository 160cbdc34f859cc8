package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.DeltaName;

/** {@code ostree static-delta delete}. */
final class DeleteDeltaCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("DELTA", "Remove a delta");
    }

    @Override
    public int run(Call call) throws IOException {
        DeltaName name = DeltaName.parse(call.argument(0, "DELTA"));
        call.repository().deltas().delete(name);
        return 0;
    }
}
