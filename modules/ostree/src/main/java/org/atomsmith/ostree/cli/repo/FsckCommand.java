package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.maintenance.Fsck;
import org.atomsmith.ostree.maintenance.FsckListener;
import org.atomsmith.ostree.maintenance.FsckRequest;

/** {@code ostree fsck}: reads all that commits need, and compares it with its names. */
public final class FsckCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "",
                "Check the repository for consistency",
                Option.flag("add-tombstones", "Add tombstones for missing commits"),
                Option.flag("quiet", 'q', "Only print error messages"),
                Option.flag("all", 'a', "Don't stop on first error"),
                Option.flag("delete", "Remove corrupted objects"),
                Option.flag("verify-bindings", "Verify ref bindings"),
                Option.flag("verify-back-refs", "Verify back-references (implies --verify-bindings)"));
    }

    @Override
    public int run(Call call) throws IOException {
        boolean quiet = call.has("quiet");
        FsckRequest request = new FsckRequest(
                call.has("all"),
                call.has("delete"),
                call.has("add-tombstones"),
                call.has("verify-bindings"),
                call.has("verify-back-refs"));
        new Fsck(call.repository(), request, new FsckListener() {
                    @Override
                    public void note(String message) {
                        if (!quiet) {
                            call.out().println(message);
                        }
                    }

                    @Override
                    public void problem(String message) {
                        call.out().flush();
                        call.err().println(message);
                    }

                    @Override
                    public void progress(int done, int total) {
                        if (!quiet && done == total) {
                            call.out().println("fsck objects (" + done + "/" + total + ") 100%");
                        }
                    }
                })
                .run();
        return 0;
    }
}
