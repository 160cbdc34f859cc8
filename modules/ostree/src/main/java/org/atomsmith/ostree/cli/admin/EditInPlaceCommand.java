package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/** {@code ostree admin kargs edit-in-place}: changes kernel arguments in the boot entries as they are. */
final class EditInPlaceCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "ARGS",
                "Set new kernel command line arguments in place (applies to all deployments by default)",
                Option.value("append-if-missing", "NAME=VALUE", "Append kernel arguments if they do not exist"));
    }

    @Override
    public int run(Call call) throws IOException {
        return AdminCall.locked(call, sysroot -> {
            for (InstalledDeployment deployment : sysroot.state().deployments()) {
                KernelArguments before = deployment.entry().options();
                KernelArguments after = before;
                for (String argument : call.values("append-if-missing")) {
                    after = after.appendIfMissing(argument);
                }
                if (!after.equals(before)) {
                    sysroot.editKernelArguments(deployment, after);
                }
            }
        });
    }
}
