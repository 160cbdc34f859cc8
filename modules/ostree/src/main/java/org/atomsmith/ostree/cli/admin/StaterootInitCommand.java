package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;

/** {@code ostree admin os-init}, {@code stateroot-init}: makes an empty stateroot. */
final class StaterootInitCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("STATEROOT", "Initialize empty state for given operating system");
    }

    @Override
    public int run(Call call) throws IOException {
        String name = call.argument(0, "STATEROOT");
        return AdminCall.locked(call, sysroot -> {
            sysroot.initializeStateroot(name);
            call.out().println(sysroot.path().resolve("ostree/deploy/" + name) + " initialized as OSTree stateroot");
        });
    }
}
