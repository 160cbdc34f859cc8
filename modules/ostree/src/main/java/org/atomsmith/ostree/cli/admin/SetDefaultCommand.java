package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin set-default}: makes a deployment the one that boots next. */
final class SetDefaultCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("INDEX", "Make deployment INDEX the default for the next boot");
    }

    @Override
    public int run(Call call) throws IOException {
        int index = AdminCall.index(call.argument(0, "INDEX"));
        return AdminCall.locked(call, sysroot -> {
            InstalledDeployment target = sysroot.state().at(index);
            if (target.staged()) {
                throw new SysrootException("Deployment " + index + " is staged: it is the default already");
            }
            List<InstalledDeployment> list = new ArrayList<>(sysroot.state().deployments());
            list.remove(index);
            list.add(0, target);
            sysroot.write(list);
            AdminCall.cleanUp(call, sysroot);
        });
    }
}
