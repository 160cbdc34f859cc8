package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.List;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.progress.Phase;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.rpm.Repository;

/** {@code atomic host refresh-md}: fetches the package lists of the host's repositories. */
public final class RefreshCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Fetch the package lists of the host's repositories",
                "refresh-md",
                Syntax.OS,
                Option.flag("force", 'f', "Fetch them even when they are new"));
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = LayerMounts.open(call);
        List<Repository> repositories;
        try (Progress progress = Progress.of(call)) {
            progress.plan(new Phase("metadata", "Reading repositories", 1));
            progress.enter("metadata");
            LayeredHost layered = new LayeredHost(
                    host, CurrentTree.of(host, host.stateroot(call)), false, LayerProgress.of(progress));
            // Signed indexes are always asked for; what they name is fetched when it changed.
            repositories = layered.openRepositories();
        }
        for (Repository repository : repositories) {
            call.out().println(repository.id() + ": " + repository.names().size() + " packages");
        }
        return ExitCode.DONE;
    }
}
