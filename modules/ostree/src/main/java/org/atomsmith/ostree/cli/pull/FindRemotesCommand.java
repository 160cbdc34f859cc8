package org.atomsmith.ostree.cli.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.RemoteFinder;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree find-remotes}: where refs of collections can be pulled from. */
public final class FindRemotesCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "COLLECTION-ID REF [COLLECTION-ID REF...]",
                "Find remotes to serve the given refs",
                Option.value("cache-dir", "DIR", "Use custom cache dir"),
                Option.flag("disable-fsync", "Do not invoke fsync()"),
                Option.value(
                        "finders", "FINDERS", "Use the specified comma separated list of finders (e.g. config,mount)"),
                Option.flag("pull", "Pull the updates after finding them"),
                Option.flag("mirror", "Do a mirror pull (see ostree pull --mirror)"));
    }

    @Override
    public int run(Call call) throws IOException {
        List<CollectionRef> refs = CollectionRefWords.parse(call.arguments());
        Repository opened = call.repository();
        Repository repository = call.has("disable-fsync") ? opened.withoutFsync() : opened;
        PullOptions options = PullOptions.builder()
                .cacheDirectory(call.value("cache-dir").map(Path::of))
                .skipCache(call.environment("OSTREE_SKIP_CACHE").isPresent())
                .environment(call.environment())
                .build();
        RemoteFinder finder = new RemoteFinder(repository, options);
        List<RemoteFinder.Result> results = finder.find(refs, kinds(call));
        for (int i = 0; i < results.size(); i++) {
            print(call, i, results.get(i));
        }
        if (results.isEmpty()) {
            call.out().println("No results.");
            return 0;
        }
        Set<CollectionRef> found = new LinkedHashSet<>();
        results.forEach(result -> result.refs().forEach((ref, commit) -> {
            if (commit.isPresent()) {
                found.add(ref);
            }
        }));
        call.out().println(found.size() + "/" + refs.size() + " refs were found.");
        if (found.size() < refs.size()) {
            call.out().println("Refs not found in any remote:");
            refs.stream()
                    .filter(ref -> !found.contains(ref))
                    .forEach(ref -> call.out().println(" - " + ref));
        }
        if (call.has("pull")) {
            List<CollectionRef> pulled = finder.pull(results, call.has("mirror"));
            call.out().println("Pulled " + pulled.size() + "/" + refs.size() + " refs successfully.");
        }
        return 0;
    }

    private static List<RemoteFinder.Kind> kinds(Call call) {
        List<RemoteFinder.Kind> kinds = new ArrayList<>();
        for (String name : call.value("finders").orElse("config,mount").split(",", -1)) {
            switch (name) {
                case "config" -> kinds.add(RemoteFinder.Kind.CONFIG);
                case "mount" -> kinds.add(RemoteFinder.Kind.MOUNT);
                case "lan" -> throw new UsageException("LAN repo finder requested but ostree was compiled without it");
                default -> throw new UsageException("Invalid --finder '" + name + "': config and mount are there");
            }
        }
        return kinds;
    }

    private static void print(Call call, int number, RemoteFinder.Result result) {
        String modified = result.lastModified() > 0
                ? Instant.ofEpochSecond(result.lastModified()).toString()
                : "unknown";
        call.out().println("Result " + number + ": " + result.url());
        call.out().println(" - Finder: " + result.kind().title());
        call.out().println(" - Keyring: " + result.remote().keyring().getFileName());
        call.out().println(" - Priority: " + result.kind().priority());
        call.out().println(" - Summary last modified: " + modified);
        call.out().println(" - Refs:");
        result.refs()
                .forEach((ref, commit) -> call.out()
                        .println("    - " + ref + " = "
                                + commit.map(Object::toString).orElse("(not found)")));
        call.out().println();
    }
}
