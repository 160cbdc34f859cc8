package org.atomsmith.host.status;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code atomic host status}: lists the deployments. */
public final class StatusCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Show the deployments, in the order of the boot menu", "status");
    }

    @Override
    public int run(Call call) throws IOException {
        for (InstalledDeployment deployment : Host.of(call).state().deployments()) {
            call.out().println(deployment.deployment().name());
        }
        return ExitCode.DONE;
    }
}
