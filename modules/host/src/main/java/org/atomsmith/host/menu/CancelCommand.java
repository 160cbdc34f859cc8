package org.atomsmith.host.menu;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.CurrentChange;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;

/** {@code atomic host cancel}: ends the change that is under way. */
public final class CancelCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "End the change that is under way", "cancel")
                .withDescription(
                        "What it had downloaded is not downloaded again; what boots next is what it was before.");
    }

    @Override
    public int run(Call call) throws IOException {
        Optional<CurrentChange.Holder> holder = CurrentChange.of(Host.of(call));
        if (holder.isEmpty()) {
            call.out().println("No change is under way.");
            return ExitCode.DONE;
        }
        boolean asked =
                ProcessHandle.of(holder.get().pid()).map(ProcessHandle::destroy).orElse(false);
        String what =
                "'" + holder.get().command() + "' (process " + holder.get().pid() + ")";
        if (!asked) {
            call.err().println("error: " + what + " could not be ended: only root may");
            return ExitCode.FAILED;
        }
        call.out().println("Ended " + what);
        return ExitCode.DONE;
    }
}
