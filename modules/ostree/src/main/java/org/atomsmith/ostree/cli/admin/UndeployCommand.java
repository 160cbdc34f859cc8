package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin undeploy}: removes a deployment. */
final class UndeployCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("INDEX", "Delete deployment INDEX");
    }

    @Override
    public int run(Call call) throws IOException {
        int index = AdminCall.index(call.argument(0, "INDEX"));
        return AdminCall.locked(call, sysroot -> {
            InstalledDeployment target = sysroot.state().at(index);
            if (sysroot.state().booted().filter(target::isSame).isPresent()) {
                throw new SysrootException("Cannot undeploy currently booted deployment " + index);
            }
            sysroot.write(sysroot.state().deployments().stream()
                    .filter(d -> !d.isSame(target))
                    .toList());
            call.out().println("Deleted deployment " + target.deployment().name());
            AdminCall.cleanUp(call, sysroot);
        });
    }
}
