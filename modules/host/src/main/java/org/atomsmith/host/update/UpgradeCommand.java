package org.atomsmith.host.update;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.peer.PeerDownload;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code atomic host upgrade}: stages the newest commit of where the host comes from. */
public final class UpgradeCommand implements Command {
    private final Derivation derivation;

    /** Upgrades, and adds again what the host adds to its base. */
    public UpgradeCommand(Derivation derivation) {
        this.derivation = derivation;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Download and stage the newest version",
                        "upgrade --reboot",
                        Syntax.OS,
                        Syntax.REBOOT,
                        Option.flag("check", "Only say whether there is something new; 77 when not"),
                        Option.flag("preview", "The same, with packages, services and advisories"),
                        Option.flag("download-only", 'D', "Download, and stage nothing"),
                        Option.flag("from-downloaded", 'C', "Stage what was downloaded, and ask nobody"),
                        Option.flag("cache-only", ""),
                        Option.flag("allow-downgrade", "Take a version that is older than the deployed one"),
                        Option.flag("unchanged-exit-77", "Exit with 77 when there is nothing new"),
                        Option.flag("bypass-driver", "Upgrade even where an agent controls updates"),
                        PeerDownload.USE,
                        PeerDownload.LEAVE,
                        Option.flag("lock-finalization", "Do not switch at a shutdown before finalize-deployment"),
                        Syntax.JSON)
                .withDescription("""
                        The running system is left as it is: the new one is laid out beside it and starts with the
                        next reboot. Nothing is downloaded twice, whatever stopped an earlier try.""");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.has("download-only") && (call.has("from-downloaded") || call.has("cache-only"))) {
            throw new UsageException("--download-only and --from-downloaded are two halves of an upgrade: name one");
        }
        if (call.has("download-only") && call.has("reboot")) {
            throw new UsageException("--download-only stages nothing to reboot into");
        }
        boolean[] staged = new boolean[1];
        int code = HostChange.run(call, "upgrade", host -> upgrade(call, host, staged));
        if (staged[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private int upgrade(Call call, Host host, boolean[] changed) throws IOException {
        boolean look = call.has("check") || call.has("preview");
        try (Progress progress = Progress.of(call)) {
            progress.plan(Upgrader.phases());
            Upgrader upgrader = new Upgrader(host, call, derivation, "upgrade");
            progress.enter("find");
            boolean local = call.has("from-downloaded") || call.has("cache-only");
            Optional<Upgrader.Target> target = local ? upgrader.downloaded() : upgrader.find();
            if (target.isEmpty() && !local) {
                target = upgrader.renewed(progress);
            }
            if (target.isEmpty()) {
                call.out().println(look ? "No updates available." : "No upgrade available.");
                Optional<InstalledDeployment> next = host.state().pending();
                if (next.isPresent()) {
                    Ending.of(call, host, next.get());
                }
                return look || call.has("unchanged-exit-77") ? ExitCode.NOTHING : ExitCode.DONE;
            }
            if (!call.has("allow-downgrade")) {
                upgrader.requireNotOlder(target.get());
            }
            UpdateImpact impact = upgrader.impact(target.get());
            if (look) {
                UpdateText.available(call, target.get(), impact, call.has("preview"));
                return ExitCode.DONE;
            }
            UpdateText.begin(call, host, upgrader.current(), target.get(), impact, progress);
            upgrader.download(target.get(), progress);
            if (call.has("download-only")) {
                call.out().println("Run 'atomic host upgrade --from-downloaded' to stage it");
                return ExitCode.DONE;
            }
            InstalledDeployment staged =
                    upgrader.stage(target.get(), Optional.empty(), call.has("lock-finalization"), progress);
            impact.packages().ifPresent(diff -> diff.lines().forEach(call.out()::println));
            Ending.of(call, host, staged);
            changed[0] = true;
            return ExitCode.DONE;
        }
    }
}
