package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;

/** {@code ostree admin cleanup}: removes what no deployment needs. */
final class CleanupCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("", "Delete untagged deployments and repository objects");
    }

    @Override
    public int run(Call call) throws IOException {
        return AdminCall.locked(call, sysroot -> AdminCall.cleanUp(call, sysroot));
    }
}
