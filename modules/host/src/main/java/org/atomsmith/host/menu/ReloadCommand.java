package org.atomsmith.host.menu;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;

/** {@code atomic host reload}: reads everything anew, as every command does; it fails where something cannot be read. */
public final class ReloadCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Check that configuration and deployments can be read", "reload")
                .withDescription("Every command reads them anew, so nothing has to be reloaded.");
    }

    @Override
    public int run(Call call) throws IOException {
        Host.of(call);
        return ExitCode.DONE;
    }
}
