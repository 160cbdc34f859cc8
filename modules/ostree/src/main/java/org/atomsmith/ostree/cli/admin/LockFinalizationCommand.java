package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin lock-finalization}: keeps the staged deployment from being finished, or no longer. */
final class LockFinalizationCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "",
                "Change the finalization locking state of the staged deployment",
                Option.flag("unlock", 'u', "Unlock finalization"));
    }

    @Override
    public int run(Call call) throws IOException {
        boolean lock = !call.has("unlock");
        return AdminCall.locked(call, sysroot -> {
            sysroot.state().requireBooted();
            boolean locked = sysroot.state()
                    .staged()
                    .orElseThrow(() -> new SysrootException("No staged deployment"))
                    .locked();
            if (locked == lock) {
                call.out().println("Deployment finalization is already " + (lock ? "locked" : "unlocked"));
                return;
            }
            sysroot.staging().setLocked(lock);
            call.out().println("Deployment finalization is now " + (lock ? "locked" : "unlocked"));
        });
    }
}
