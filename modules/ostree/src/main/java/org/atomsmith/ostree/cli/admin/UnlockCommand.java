package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.SysrootSettings;
import org.atomsmith.ostree.sysroot.Unlock;
import org.atomsmith.ostree.sysroot.Unlocked;

/** {@code ostree admin unlock}: makes the running system's {@code /usr} writable. */
final class UnlockCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "",
                "Make the current deployment mutable (as a hotfix or development)",
                Option.flag("hotfix", "Retain changes across reboots"),
                Option.flag("transient", "Mount overlayfs read-only by default"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.has("hotfix") && call.has("transient")) {
            throw new UsageException("Cannot specify both --hotfix and --transient");
        }
        Unlocked wanted = call.has("hotfix")
                ? Unlocked.HOTFIX
                : call.has("transient") ? Unlocked.TRANSIENT : Unlocked.DEVELOPMENT;
        return AdminCall.lockedHere(call, AdminCall.open(call), sysroot -> {
            new Unlock(sysroot, SysrootSettings.of(call.environment())).unlock(wanted);
            call.out()
                    .println(
                            switch (wanted) {
                                case HOTFIX ->
                                    "Hotfix mode enabled.  A writable overlayfs is now mounted on /usr\n"
                                            + "for this booted deployment.  A non-hotfixed clone has been created\n"
                                            + "as the non-default rollback target.";
                                case TRANSIENT ->
                                    "A writable overlayfs is prepared for /usr, but is mounted read-only by default.\n"
                                            + "All changes there will be discarded on reboot.";
                                default ->
                                    "Development mode enabled.  A writable overlayfs is now mounted on /usr.\n"
                                            + "All changes there will be discarded on reboot.";
                            });
        });
    }
}
