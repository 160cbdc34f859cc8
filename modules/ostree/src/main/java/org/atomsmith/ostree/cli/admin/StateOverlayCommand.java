package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.StateOverlay;
import org.atomsmith.ostree.sysroot.Sysroot;

/** {@code ostree admin state-overlay}: mounts a layer that keeps state; called by a service. */
final class StateOverlayCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("NAME MOUNTPATH", "Internal command to assemble a state overlay");
    }

    @Override
    public int run(Call call) throws IOException {
        String name = call.argument(0, "NAME");
        Path lower = Path.of(call.argument(1, "MOUNTPATH"));
        Sysroot sysroot = AdminCall.open(call);
        StateOverlay overlay = new StateOverlay(Path.of("/"), name);
        overlay.prepare(lower, sysroot.state().requireBooted().deployment().commit());
        overlay.mount(lower);
        return 0;
    }
}
