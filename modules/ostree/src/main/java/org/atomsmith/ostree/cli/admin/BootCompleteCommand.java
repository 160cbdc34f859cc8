package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;

/** {@code ostree admin boot-complete}: what a service calls after booting; tells what went wrong at the shutdown. */
final class BootCompleteCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("", "Internal command to run at boot after an update was applied");
    }

    @Override
    public int run(Call call) throws IOException {
        return AdminCall.locked(call, sysroot -> {
            sysroot.state().requireBooted();
            sysroot.finalization().completeBoot();
        });
    }
}
