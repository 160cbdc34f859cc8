package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree remote delete}: removes a remote and its keys. */
public final class DeleteRemoteCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "NAME",
                "Delete a remote repository",
                Option.flag("if-exists", "Do nothing if the provided remote does not exist"),
                RemotePlace.SYSROOT);
    }

    @Override
    public int run(Call call) throws IOException {
        String name = RemotePlace.name(call);
        if (!RemotePlace.of(call).remotes().delete(name) && !call.has("if-exists")) {
            throw new RepositoryException("Remote \"" + name + "\" not found");
        }
        return 0;
    }
}
