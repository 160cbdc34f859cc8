package org.atomsmith.host.menu;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.Unlock;
import org.atomsmith.ostree.sysroot.Unlocked;

/** {@code atomic host unlock}: makes the running system's {@code /usr} writable. */
public final class UnlockCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Make /usr of the running system writable, until the next reboot",
                "unlock --hotfix",
                Option.flag("hotfix", "Keep the changes until the next upgrade, and a clean copy to go back to"),
                Option.flag("transient", "Keep /usr read-only for all who do not mount it writable"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.has("hotfix") && call.has("transient")) {
            throw new UsageException("--hotfix and --transient are two different things: name one");
        }
        if (call.has("hotfix")) {
            return hotfix(call);
        }
        Unlocked wanted = call.has("transient") ? Unlocked.TRANSIENT : Unlocked.DEVELOPMENT;
        return HostChange.withoutDisk(call, "unlock", host -> {
            new Unlock(host.sysroot(), host.settings()).unlockUntilReboot(wanted);
            call.out()
                    .println(
                            wanted == Unlocked.TRANSIENT
                                    ? "/usr can be mounted writable ('mount -o remount,rw /usr'); the next reboot discards"
                                            + " all changes"
                                    : "/usr is writable; the next reboot discards all changes");
            return ExitCode.DONE;
        });
    }

    /** The disk is written in mounts that nobody else sees; the overlay is for all to see. */
    private static int hotfix(Call call) throws IOException {
        int code = HostChange.run(call, "unlock", host -> {
            new Unlock(host.sysroot(), host.settings()).prepareHotfix();
            return ExitCode.DONE;
        });
        if (code != ExitCode.DONE || HostChange.isSecondRun(call)) {
            return code;
        }
        Host host = Host.of(call);
        new Unlock(host.sysroot(), host.settings()).mountHotfix();
        call.out()
                .println("/usr is writable, and stays so until the next upgrade; 'atomic host rollback' goes back to a"
                        + " clean copy");
        return ExitCode.DONE;
    }
}
