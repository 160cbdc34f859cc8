package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin --print-current-dir}: where the deployment is that runs, or else the one that boots next. */
final class PrintCurrentDirCommand implements Command {
    static final String OPTION = "print-current-dir";

    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "COMMAND",
                "Commands for managing a host system booted with ostree",
                Option.flag(OPTION, "Print current deployment directory and exit"));
    }

    @Override
    public int run(Call call) throws IOException {
        Sysroot sysroot = AdminCall.open(call);
        InstalledDeployment current = sysroot.state()
                .booted()
                .or(() -> sysroot.state().deployments().stream().findFirst())
                .orElseThrow(() -> new SysrootException("Unable to find a deployment in sysroot"));
        call.out()
                .println(sysroot.path()
                        .toAbsolutePath()
                        .normalize()
                        .resolve(current.deployment().path()));
        return 0;
    }
}
