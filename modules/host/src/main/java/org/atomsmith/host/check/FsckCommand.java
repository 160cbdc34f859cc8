package org.atomsmith.host.check;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.progress.Phase;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.maintenance.Fsck;
import org.atomsmith.ostree.maintenance.FsckListener;
import org.atomsmith.ostree.maintenance.FsckRequest;

/** {@code atomic host fsck}: reads the whole repository of the host. */
public final class FsckCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Check all objects of the host's repository",
                "fsck",
                Option.flag("delete", "Remove what is broken, so that an upgrade fetches it again"));
    }

    @Override
    public int run(Call call) throws IOException {
        return call.has("delete")
                ? HostChange.run(call, "fsck", host -> check(call, host))
                : check(call, Host.of(call));
    }

    private static int check(Call call, Host host) throws IOException {
        try (Progress progress = Progress.of(call)) {
            progress.plan(new Phase("fsck", "Reading objects", 1));
            progress.enter("fsck");
            int[] objects = new int[1];
            FsckListener listener = new FsckListener() {
                @Override
                public void note(String message) {
                    // The bar says enough.
                }

                @Override
                public void problem(String message) {
                    progress.line(message);
                }

                @Override
                public void progress(int done, int total) {
                    objects[0] = total;
                    progress.at((double) done / Math.max(1, total), done + " of " + total);
                }
            };
            new Fsck(
                            host.sysroot().repository(),
                            new FsckRequest(true, call.has("delete"), false, false, false),
                            listener)
                    .run();
            call.out().println(objects[0] + " objects are as they should be");
            return ExitCode.DONE;
        }
    }
}
