package org.atomsmith.host.menu;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootState;

/** {@code atomic host pin} and {@code unpin}: keep deployments through upgrades, or no longer. */
public final class PinCommand implements Command {
    private final boolean pinned;

    /** The one or the other. */
    public PinCommand(boolean pinned) {
        this.pinned = pinned;
    }

    @Override
    public Syntax syntax() {
        return pinned
                ? Syntax.of("INDEX...", "Keep a deployment through upgrades", "pin booted")
                        .withDescription(
                                "INDEX is a place in 'status', beginning with 0, or booted, pending or rollback.")
                : Syntax.of("INDEX...", "Let upgrades remove a deployment again", "unpin 2");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("INDEX must be specified: the place of a deployment in 'status', from 0 on");
        }
        return HostChange.run(call, pinned ? "pin" : "unpin", host -> {
            for (String word : call.arguments()) {
                InstalledDeployment target = at(host.state(), word);
                if (target.pinned() == pinned) {
                    call.out().println("Deployment " + word + " is already " + (pinned ? "pinned" : "unpinned"));
                } else {
                    host.sysroot().pin(target, pinned);
                    call.out().println("Deployment " + word + " is now " + (pinned ? "pinned" : "unpinned"));
                }
            }
            return ExitCode.DONE;
        });
    }

    /** The deployment that a word names. */
    static InstalledDeployment at(SysrootState state, String word) throws IOException {
        return switch (word) {
            case "booted" -> state.requireBooted();
            case "pending" -> state.pending().orElseThrow(() -> new HostException("nothing waits for the next reboot"));
            case "rollback" ->
                state.rollback().orElseThrow(() -> new HostException("there is no deployment to go back to"));
            default -> {
                boolean index =
                        word.length() < 6 && !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
                if (!index) {
                    throw new UsageException("'" + word + "' is no index of a deployment");
                }
                yield state.at(Integer.parseInt(word));
            }
        };
    }
}
