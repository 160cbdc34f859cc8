package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.SummaryText;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree remote summary}: a remote's summary. */
public final class RemoteSummaryCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "NAME",
                "Show remote summary",
                Option.flag("list-metadata-keys", "List the available metadata keys"),
                Option.value("print-metadata-key", "KEY", "Print string value of metadata key"),
                Option.value("cache-dir", "DIR", "Use custom cache dir"),
                Option.flag("raw", "Show raw variant data"));
    }

    @Override
    public int run(Call call) throws IOException {
        FetchedSummary summary = FetchedSummary.of(call, RemotePlace.name(call))
                .orElseThrow(() -> new RepositoryException("Remote server has no summary file"));
        SummaryText.print(call, summary.bytes());
        boolean whole = !call.has("raw") && !call.has("list-metadata-keys") && !call.has("print-metadata-key");
        if (whole && !summary.signatures().isEmpty()) {
            call.out().println();
            call.out().print(summary.signatures());
        }
        return 0;
    }
}
