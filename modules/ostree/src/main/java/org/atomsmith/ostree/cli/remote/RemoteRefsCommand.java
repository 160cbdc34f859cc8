package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.util.Map;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.Summary;

/** {@code ostree remote refs}: the refs that a remote's summary has. */
public final class RemoteRefsCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "NAME",
                "List remote refs",
                Option.value("cache-dir", "DIR", "Use custom cache dir"),
                Option.flag("revision", 'r', "Show revisions in listing"));
    }

    @Override
    public int run(Call call) throws IOException {
        String name = RemotePlace.name(call);
        byte[] bytes = FetchedSummary.of(call, name)
                .orElseThrow(() -> new RepositoryException("Remote refs not available; server has no summary file"))
                .bytes();
        for (Map.Entry<String, Summary.Entry> ref : Summary.parse(bytes).refs().entrySet()) {
            String revision = call.has("revision") ? "\t" + ref.getValue().commit() : "";
            call.out().println(name + ":" + ref.getKey() + revision);
        }
        return 0;
    }
}
