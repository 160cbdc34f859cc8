package org.atomsmith.host.finish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.status.LastShutdown;
import org.atomsmith.host.system.Host;
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
            History history = new History(host);
            history.addMissingEnd(booted, switched(host));
            history.add("booted", booted, "boot");
            try {
                host.sysroot().finalization().completeBoot();
            } catch (SysrootException e) {
                // This boot is well, and its checks must not fail for it: status tells.
                String reason = String.valueOf(e.getMessage());
                call.err().println(reason);
                new LastShutdown(host.directories()).failed(reason);
                history.add("finalization-failed", booted, reason);
            }
            new Leftovers(host).remove();
            return ExitCode.DONE;
        });
    }

    /** When what the boot menu has became so, in seconds since 1970. */
    private static long switched(Host host) throws IOException {
        Path menu = host.directories().sysroot().resolve("boot/loader");
        return Files.exists(menu, LinkOption.NOFOLLOW_LINKS)
                ? Files.getLastModifiedTime(menu, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS)
                : 0;
    }
}
