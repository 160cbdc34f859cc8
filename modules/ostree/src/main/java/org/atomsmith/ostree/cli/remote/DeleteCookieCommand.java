package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.remote.Cookies;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree remote delete-cookie}: takes a cookie back. */
public final class DeleteCookieCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("NAME DOMAIN PATH COOKIE_NAME", "Remove one cookie from remote");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().size() < 4) {
            throw new UsageException("NAME, DOMAIN, PATH and COOKIE_NAME must be specified");
        }
        boolean there = Cookies.of(call.repository(), RemotePlace.name(call))
                .delete(call.argument(1, "DOMAIN"), call.argument(2, "PATH"), call.argument(3, "COOKIE_NAME"));
        if (!there) {
            throw new RepositoryException("Cookie not found in file");
        }
        return 0;
    }
}
