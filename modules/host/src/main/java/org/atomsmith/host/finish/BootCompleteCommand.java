package org.atomsmith.host.finish;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.status.LastShutdown;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.update.History;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code atomic host boot-complete}: notes what was booted, and why the shutdown before could not finish. */
public final class BootCompleteCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Note what was booted: the service's command after a boot", "boot-complete");
    }

    @Override
    public int run(Call call) throws IOException {
        return HostChange.run(call, "boot-complete", host -> {
            InstalledDeployment booted = host.state().requireBooted();
            new History(host).add("booted", booted, "boot");
            try {
                host.sysroot().finalization().completeBoot();
            } catch (SysrootException e) {
                // This boot is well, and its checks must not fail for it: status tells.
                String reason = String.valueOf(e.getMessage());
                call.err().println(reason);
                new LastShutdown(host.directories()).failed(reason);
                new History(host).add("finalization-failed", booted, reason);
            }
            new Leftovers(host).remove();
            return ExitCode.DONE;
        });
    }
}
