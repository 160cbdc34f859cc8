package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.SysrootState;

/** {@code ostree admin pin}: keeps deployments, or no longer. */
final class PinCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "INDEX...", "Change the \"pinning\" state of a deployment", Option.flag("unpin", 'u', "Unset pin"));
    }

    @Override
    public int run(Call call) throws IOException {
        call.argument(0, "INDEX");
        boolean pinned = !call.has("unpin");
        return AdminCall.locked(call, sysroot -> {
            for (String word : call.arguments()) {
                InstalledDeployment target = target(sysroot.state(), word);
                if (target.pinned() == pinned) {
                    call.out().println("Deployment " + word + " is already " + (pinned ? "pinned" : "unpinned"));
                } else {
                    sysroot.pin(target, pinned);
                    call.out().println("Deployment " + word + " is now " + (pinned ? "pinned" : "unpinned"));
                }
            }
        });
    }

    private static InstalledDeployment target(SysrootState state, String word) throws SysrootException {
        return switch (word) {
            case "booted" -> state.requireBooted();
            case "pending" -> state.pending().orElseThrow(() -> new SysrootException("No pending deployment"));
            case "rollback" -> state.rollback().orElseThrow(() -> new SysrootException("No rollback deployment"));
            default -> state.at(AdminCall.index(word));
        };
    }
}
