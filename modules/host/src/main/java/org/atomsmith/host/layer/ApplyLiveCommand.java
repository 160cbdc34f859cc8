package org.atomsmith.host.layer;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host apply-live}: brings what the next boot adds into the system that runs. */
public final class ApplyLiveCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Bring what the next boot adds into the running system",
                        "apply-live",
                        Option.flag("allow-replacement", "Also exchange and remove files, though they may be in use"),
                        Option.flag("reset", "Show the tree that was booted again"))
                .withDescription("""
                        New files appear in /usr until the next boot, new configuration in /etc. Nothing is started or
                        restarted: services that still run what was exchanged are named.""");
    }

    @Override
    public int run(Call call) throws IOException {
        return HostChange.runHere(call, Host.of(call), "apply-live", host -> {
            LiveApply live = new LiveApply(host, call.out());
            return call.has("reset") ? live.reset() : live.apply(call.has("allow-replacement"));
        });
    }
}
