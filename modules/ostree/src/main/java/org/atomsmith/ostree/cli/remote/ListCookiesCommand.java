package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.time.Instant;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.remote.Cookies;
import org.atomsmith.ostree.remote.Cookies.Cookie;

/** {@code ostree remote list-cookies}: the cookies of a remote. */
public final class ListCookiesCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("NAME", "Show remote repository cookies");
    }

    @Override
    public int run(Call call) throws IOException {
        for (Cookie cookie :
                Cookies.of(call.repository(), RemotePlace.name(call)).list()) {
            call.out().println("--");
            call.out().println("Domain: " + cookie.domain());
            call.out().println("Path: " + cookie.path());
            call.out().println("Name: " + cookie.name());
            call.out().println("Secure: " + (cookie.secure() ? "yes" : "no"));
            call.out()
                    .println("Expires: "
                            + (cookie.expires() == 0
                                    ? "never"
                                    : Instant.ofEpochSecond(cookie.expires()).toString()));
            call.out().println("Value: " + cookie.value());
        }
        return 0;
    }
}
