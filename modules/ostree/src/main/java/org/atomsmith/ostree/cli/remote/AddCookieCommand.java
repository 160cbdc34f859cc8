package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.time.Instant;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.remote.Cookies;

/** {@code ostree remote add-cookie}: a cookie that requests to a remote carry. */
public final class AddCookieCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("NAME DOMAIN PATH COOKIE_NAME VALUE", "Add a cookie to remote");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().size() < 5) {
            throw new UsageException("NAME, DOMAIN, PATH, COOKIE_NAME and VALUE must be specified");
        }
        Cookies.of(call.repository(), RemotePlace.name(call))
                .add(
                        call.argument(1, "DOMAIN"),
                        call.argument(2, "PATH"),
                        call.argument(3, "COOKIE_NAME"),
                        call.argument(4, "VALUE"),
                        Instant.now().getEpochSecond());
        return 0;
    }
}
