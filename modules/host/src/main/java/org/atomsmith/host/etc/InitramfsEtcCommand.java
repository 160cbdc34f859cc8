package org.atomsmith.host.etc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Ending;
import org.atomsmith.host.update.InitramfsEtc;
import org.atomsmith.host.update.Stager;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/** {@code atomic host initramfs-etc}: gives files of {@code /etc} to the initramfs. */
public final class InitramfsEtcCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Put files of /etc into the initramfs",
                        "initramfs-etc --track=/etc/vconsole.conf",
                        Syntax.OS,
                        Syntax.REBOOT,
                        Option.value("track", "PATH", "Put this file or directory in, from now on"),
                        Option.value("untrack", "PATH", "Leave it out again"),
                        Option.flag("untrack-all", "Leave all out again"),
                        Option.flag("force-sync", "Take the files as they are now, with nothing else changed"),
                        Option.flag("unchanged-exit-77", "Exit with 77 when nothing would change"),
                        Option.flag("lock-finalization", "Do not switch at a shutdown before finalize-deployment"))
                .withDescription("Without options, lists what is in. Files are taken anew by each upgrade.");
    }

    @Override
    public int run(Call call) throws IOException {
        boolean changes = call.has("track") || call.has("untrack") || call.has("untrack-all") || call.has("force-sync");
        if (!changes) {
            Host host = Host.of(call);
            InitramfsEtc.tracked(CurrentTree.of(host, host.stateroot(call)).origin())
                    .forEach(call.out()::println);
            return ExitCode.DONE;
        }
        boolean[] staged = new boolean[1];
        int code = HostChange.run(call, "initramfs-etc", host -> change(call, host, staged));
        if (staged[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private static int change(Call call, Host host, boolean[] changed) throws IOException {
        CurrentTree tree = CurrentTree.of(host, host.stateroot(call));
        List<String> before = InitramfsEtc.tracked(tree.origin());
        List<String> after = new ArrayList<>(call.has("untrack-all") ? List.of() : before);
        for (String path : call.values("untrack")) {
            if (!after.remove(path)) {
                throw new HostException(path + " is not in the initramfs: " + String.join(" ", before));
            }
        }
        for (String path : call.values("track")) {
            if (!path.startsWith("/etc/") || path.contains("/../") || path.contains(";")) {
                throw new UsageException("--track takes a path below /etc, not '" + path + "'");
            }
            if (!after.contains(path)) {
                after.add(path);
            }
        }
        if (after.equals(before) && !call.has("force-sync")) {
            call.out().println("No changes.");
            return call.has("unchanged-exit-77") ? ExitCode.NOTHING : ExitCode.DONE;
        }
        Origin origin = InitramfsEtc.track(tree.origin(), after);
        DeployRequest request = DeployRequest.of(
                        tree.stateroot(), tree.deployment().deployment().commit(), Optional.of(origin), tree.merge())
                .withArguments(tree.arguments());
        InstalledDeployment staged =
                new Stager(host, "initramfs-etc").stage(request, call.has("lock-finalization"), call.out());
        Ending.of(call, host, staged);
        changed[0] = true;
        return ExitCode.DONE;
    }
}
