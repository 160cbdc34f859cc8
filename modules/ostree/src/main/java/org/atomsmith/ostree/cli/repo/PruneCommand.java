package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.cli.local.CommitTime;
import org.atomsmith.ostree.maintenance.Prune;
import org.atomsmith.ostree.maintenance.PruneRequest;
import org.atomsmith.ostree.maintenance.PruneResult;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree prune}: removes objects that nothing needs. */
public final class PruneCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "",
                "Search for unreachable objects",
                Option.flag("no-prune", "Only display unreachable objects; don't delete"),
                Option.flag("refs-only", "Only compute reachability via refs"),
                Option.value("depth", "DEPTH", "Only traverse DEPTH parents for each commit (default: -1=infinite)"),
                Option.value("delete-commit", "COMMIT", "Specify a commit to delete"),
                Option.value("keep-younger-than", "DATE", "Prune all commits older than the specified date"),
                Option.value(
                        "keep-unreferenced-younger-than",
                        "DATE",
                        "Keep unreferenced commits newer than the specified date"),
                Option.flag(
                        "static-deltas-only",
                        "Change the behavior of delete-commit and keep-younger-than to prune only static deltas"),
                Option.value("retain-branch-depth", "BRANCH=DEPTH", "Additionally retain BRANCH=DEPTH commits"),
                Option.value("only-branch", "BRANCH", "Only prune BRANCH (may be specified multiple times)"),
                Option.flag("commit-only", "Only traverse and delete commit objects."));
    }

    @Override
    public int run(Call call) throws IOException {
        Optional<Checksum> deleted = deleted(call);
        if (deleted.isPresent() && call.has("no-prune")) {
            throw new UsageException("Cannot specify both --delete-commit and --no-prune");
        }
        if (deleted.isEmpty() && call.has("static-deltas-only")) {
            throw new RepositoryException("--static-deltas-only requires --delete-commit");
        }
        Repository repository = call.repository();
        if (deleted.isPresent() && call.has("static-deltas-only")) {
            new Prune(repository).deleteDeltas(deleted.get());
        } else if (deleted.isPresent()) {
            new Prune(repository).deleteCommit(deleted.get());
            // Opened again, for the configuration now asks for tombstones.
            repository = call.repository();
        }
        PruneRequest request = request(call, repository);
        PruneResult result = new Prune(repository).run(request);
        call.out()
                .println((request.commitsOnly() ? "Total (commit only) objects: " : "Total objects: ")
                        + result.objects());
        if (result.pruned() == 0) {
            call.out().println("No unreachable objects");
        } else if (request.dryRun()) {
            call.out()
                    .println(
                            "Would delete: " + result.pruned() + " objects, freeing " + ByteCount.text(result.bytes()));
        } else {
            call.out().println("Deleted " + result.pruned() + " objects, " + ByteCount.text(result.bytes()) + " freed");
        }
        return 0;
    }

    private static Optional<Checksum> deleted(Call call) throws RepositoryException {
        Optional<String> name = call.value("delete-commit");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Checksum.tryParse(name.get())
                .orElseThrow(() -> new RepositoryException("Invalid checksum of length "
                        + name.get().length() + " in --delete-commit: expected 64 hex digits")));
    }

    private static PruneRequest request(Call call, Repository repository) throws IOException {
        Map<String, Integer> depths = new HashMap<>();
        for (String spec : call.values("retain-branch-depth")) {
            int equals = spec.indexOf('=');
            if (equals < 0) {
                throw new RepositoryException("Invalid value " + spec + ", must specify BRANCH=DEPTH");
            }
            try {
                depths.put(spec.substring(0, equals), Integer.parseInt(spec.substring(equals + 1)));
            } catch (NumberFormatException e) {
                throw new RepositoryException("Invalid depth " + spec.substring(equals + 1), e);
            }
        }
        for (String branch : call.values("only-branch")) {
            repository.resolve(branch);
        }
        return new PruneRequest(
                call.has("refs-only"),
                (int) call.number("depth", -1),
                time(call.value("keep-younger-than")),
                time(call.value("keep-unreferenced-younger-than")),
                depths,
                Set.copyOf(call.values("only-branch")),
                call.has("commit-only"),
                call.has("no-prune"));
    }

    private static OptionalLong time(Optional<String> text) throws IOException {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(CommitTime.parse(text.get()));
    }
}
