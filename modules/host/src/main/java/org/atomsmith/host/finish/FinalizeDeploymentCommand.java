package org.atomsmith.host.finish;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.update.Reboot;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code atomic host finalize-deployment}: unlocks what was staged locked, and reboots into it. */
public final class FinalizeDeploymentCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "CHECKSUM",
                        "Unlock the staged deployment and reboot into it",
                        "finalize-deployment --allow-missing-checksum",
                        Option.flag("allow-missing-checksum", "Finish whatever is staged"),
                        Option.flag("allow-unlocked", "Go on when it was not locked"),
                        Option.flag("no-reboot", "Only unlock: the next shutdown finishes it"))
                .withDescription(
                        "CHECKSUM is that of the staged commit: another one than was looked at is not started.");
    }

    @Override
    public int run(Call call) throws IOException {
        Optional<String> checksum = call.argument(0);
        if (checksum.isEmpty() && !call.has("allow-missing-checksum")) {
            throw new UsageException("CHECKSUM must be specified, or --allow-missing-checksum");
        }
        boolean[] done = new boolean[1];
        int code = HostChange.run(call, "finalize-deployment", host -> {
            InstalledDeployment staged = host.state()
                    .staged()
                    .orElseThrow(() -> new HostException("no deployment is staged: 'atomic host upgrade' stages one"));
            String commit = staged.deployment().commit().hex();
            if (checksum.isPresent() && !checksum.get().equals(commit)) {
                throw new HostException("what is staged is " + commit + ", not " + checksum.get());
            }
            if (!staged.locked() && !call.has("allow-unlocked")) {
                throw new HostException("the staged deployment is not locked: 'systemctl reboot' starts it, or"
                        + " --allow-unlocked goes on here");
            }
            if (staged.locked()) {
                host.sysroot().staging().setLocked(false);
            }
            done[0] = true;
            return ExitCode.DONE;
        });
        if (done[0] && !call.has("no-reboot")) {
            Reboot.now(call);
        }
        return code;
    }
}
