package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin prepare-soft-reboot}: refused, since it is not there. */
final class PrepareSoftRebootCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("INDEX", "Prepare the deployment INDEX for a soft reboot (not supported)");
    }

    @Override
    public int run(Call call) throws IOException {
        throw new SysrootException("soft reboots are not supported: reboot the machine into the deployment");
    }
}
