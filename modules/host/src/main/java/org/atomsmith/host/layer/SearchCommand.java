package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.Locale;
import java.util.TreeMap;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.progress.Phase;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;

/** {@code atomic host search}: packages of the host's repositories whose name or summary has all words. */
public final class SearchCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "WORD...",
                "Search the host's package repositories",
                "search terminal multiplexer",
                Syntax.OS,
                Option.flag("cache-only", 'C', "Use only package lists that are in the cache"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("at least one word must be given");
        }
        Host host = LayerMounts.open(call);
        TreeMap<String, String> found = new TreeMap<>();
        try (Progress progress = Progress.of(call)) {
            progress.plan(new Phase("metadata", "Reading repositories", 1));
            progress.enter("metadata");
            LayeredHost layered = new LayeredHost(
                    host,
                    CurrentTree.of(host, host.stateroot(call)),
                    call.has("cache-only"),
                    LayerProgress.of(progress));
            for (Repository repository : layered.openRepositories()) {
                for (RpmPackage p : repository.packages()) {
                    String text = (p.name() + " " + p.info().summary()).toLowerCase(Locale.ROOT);
                    if (call.arguments().stream().allMatch(w -> text.contains(w.toLowerCase(Locale.ROOT)))) {
                        found.putIfAbsent(p.name(), p.info().summary());
                    }
                }
            }
        }
        found.forEach((name, summary) -> call.out().println(name + " : " + summary));
        if (found.isEmpty()) {
            call.out().println("No package has all of these words.");
        }
        return ExitCode.DONE;
    }
}
