package org.atomsmith.host.finish;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.update.History;
import org.atomsmith.host.update.Stager;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code atomic host finalize-staged}: what the service calls at a shutdown, in place of libostree's command. */
public final class FinalizeStagedCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Finish what is staged: the service's command at a shutdown", "finalize-staged");
    }

    @Override
    public int run(Call call) throws IOException {
        return HostChange.run(call, "finalize-staged", call.out()::println, host -> {
            Optional<InstalledDeployment> staged = host.state().staged();
            if (staged.isPresent() && !staged.get().locked()) {
                // What changed in /etc since it was staged.
                Stager.keepNewDefaults(host, staged.get());
            }
            if (!host.sysroot().finalization().switchToStaged()) {
                call.out().println("No deployment staged for finalization");
                return ExitCode.DONE;
            }
            new History(host).add("finalized", host.state().deployments().getFirst(), "shutdown");
            new Leftovers(host).remember();
            return ExitCode.DONE;
        });
    }
}
