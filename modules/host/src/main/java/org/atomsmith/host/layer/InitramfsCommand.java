package org.atomsmith.host.layer;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;

/** {@code atomic host initramfs}: whether this host makes an initramfs of its own. */
public final class InitramfsCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Make the initramfs on this host, or take the image's again",
                "initramfs --enable --arg=--add --arg=iscsi",
                LayerOperation.options(
                        Option.flag("enable", "Make it here, at each upgrade, by the image's own dracut"),
                        Option.flag("disable", "Take the image's"),
                        Option.value("arg", "ARGUMENT", "An argument for dracut; may be repeated")));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.has("enable") && call.has("disable")) {
            throw new UsageException("--enable and --disable exclude each other");
        }
        if (!call.values("arg").isEmpty() && !call.has("enable")) {
            throw new UsageException("--arg goes with --enable");
        }
        if (!call.has("enable") && !call.has("disable")) {
            Host host = Host.of(call);
            Layers layers = Layers.of(CurrentTree.of(host, host.stateroot(call)).origin());
            call.out().println("Initramfs regeneration: " + (layers.initramfs() ? "enabled" : "disabled"));
            return ExitCode.DONE;
        }
        return new LayerOperation(call, "initramfs")
                .run((host, before) -> before.withInitramfs(call.has("enable"), call.values("arg")));
    }
}
