package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;

/** {@code ostree remote show-url}: where a remote is. */
public final class ShowUrlCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("NAME", "Show remote repository URL", RemotePlace.SYSROOT);
    }

    @Override
    public int run(Call call) throws IOException {
        String name = RemotePlace.name(call);
        call.out().println(RemotePlace.of(call).remotes().get(name).url());
        return 0;
    }
}
