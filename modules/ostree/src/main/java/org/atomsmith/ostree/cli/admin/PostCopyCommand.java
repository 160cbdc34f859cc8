package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;

/** {@code ostree admin post-copy}: sets again what a copy of a system's files loses. */
final class PostCopyCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("", "Update the repo and deployments as needed after a copy");
    }

    @Override
    public int run(Call call) throws IOException {
        return AdminCall.locked(call, sysroot -> sysroot.seal());
    }
}
