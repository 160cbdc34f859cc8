package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.util.SequencedMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.remote.Remote;

/** {@code ostree remote list}: the names of remotes, those of the parent repository included. */
public final class ListRemotesCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "",
                "List remote repository names",
                Option.flag("show-urls", 'u', "Show remote URLs in list"),
                RemotePlace.SYSROOT);
    }

    @Override
    public int run(Call call) throws IOException {
        SequencedMap<String, Remote> remotes = RemotePlace.of(call).remotes().list();
        int width = 0;
        for (String name : remotes.keySet()) {
            width = Math.max(width, name.length());
        }
        for (Remote remote : remotes.values()) {
            String name = remote.name();
            call.out()
                    .println(
                            call.has("show-urls") ? name + " ".repeat(width - name.length() + 2) + remote.url() : name);
        }
        return 0;
    }
}
