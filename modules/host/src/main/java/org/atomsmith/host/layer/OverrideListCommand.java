package org.atomsmith.host.layer;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.ostree.cli.command.Call;

/** {@code atomic host override list}: packages of the image that are left out or exchanged in what boots next. */
final class OverrideListCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "List the packages that are left out or exchanged", "override list", Syntax.OS);
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        Layers layers = Layers.of(CurrentTree.of(host, host.stateroot(call)).origin());
        layers.removals().forEach(name -> call.out().println("removed " + name));
        layers.replacements().forEach((file, nevra) -> call.out().println("replaced " + nevra));
        return ExitCode.DONE;
    }
}
