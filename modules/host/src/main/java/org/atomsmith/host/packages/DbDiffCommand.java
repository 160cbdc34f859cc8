package org.atomsmith.host.packages;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;

/** {@code atomic host db diff}: how the packages of two commits differ. */
final class DbDiffCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "[FROM] [TO]",
                        "Show how the packages of two commits differ",
                        "db diff",
                        Option.value("repo", "PATH", "A repository other than the host's"),
                        Option.value("format", "block|diff|json", "How to print it (default: block)"),
                        Option.flag("changelogs", 'c', ""),
                        Syntax.JSON)
                .withDescription("""
                        Without arguments: between what runs and what starts next, or else what 'rollback' goes back
                        to. With one: between what runs and that. A commit is named by checksum, ref, or version.""");
    }

    @Override
    public int run(Call call) throws IOException {
        Revisions revisions = Revisions.of(call);
        List<String> words = call.arguments();
        if (words.size() > 2) {
            throw new UsageException("two commits are compared, not " + words.size());
        }
        Checksum from;
        Checksum to;
        if (words.size() == 2) {
            from = revisions.find(words.get(0));
            to = revisions.find(words.get(1));
        } else if (words.size() == 1) {
            from = revisions.booted();
            to = revisions.find(words.get(0));
        } else {
            Optional<Checksum> other = revisions.other();
            if (other.isEmpty()) {
                throw new HostException("there is only one deployment: name the commits to compare");
            }
            from = revisions.isPending() ? revisions.booted() : other.get();
            to = revisions.isPending() ? other.get() : revisions.booted();
        }
        PackageDiff diff = PackageDiff.between(revisions.packages(from), revisions.packages(to));
        String format = call.has("json") ? "json" : call.value("format").orElse("block");
        switch (format) {
            case "json" -> {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("ostree-commit-from", from.hex());
                facts.put("ostree-commit-to", to.hex());
                facts.put("pkgdiff", pkgdiff(diff));
                call.out().print(JsonText.of(facts));
            }
            case "diff" -> {
                call.out().println("ostree diff commit from: " + from);
                call.out().println("ostree diff commit to:   " + to);
                diff.removed().forEach(one -> call.out().println("-" + one.nevra()));
                diff.added().forEach(one -> call.out().println("+" + one.nevra()));
                diff.downgraded().forEach(change -> print(call, change));
                diff.upgraded().forEach(change -> print(call, change));
            }
            case "block" -> {
                call.out().println("ostree diff commit from: " + from);
                call.out().println("ostree diff commit to:   " + to);
                diff.lines().forEach(call.out()::println);
            }
            default -> throw new UsageException("--format is one of block, diff, json, not '" + format + "'");
        }
        return ExitCode.DONE;
    }

    private static void print(Call call, PackageDiff.Change change) {
        call.out().println("!" + change.before().nevra());
        call.out().println("=" + change.after().nevra());
    }

    /** As rpm-ostree writes it: name, what happened (0 added, 1 removed, 2 upgraded, 3 downgraded), and both versions. */
    private static List<Object> pkgdiff(PackageDiff diff) {
        List<Object> list = new java.util.ArrayList<>();
        diff.added().forEach(one -> list.add(List.of(one.name(), 0, Map.of("NewPackage", triple(one)))));
        diff.removed().forEach(one -> list.add(List.of(one.name(), 1, Map.of("PreviousPackage", triple(one)))));
        diff.upgraded().forEach(change -> list.add(List.of(change.before().name(), 2, both(change))));
        diff.downgraded().forEach(change -> list.add(List.of(change.before().name(), 3, both(change))));
        return list;
    }

    private static Map<String, Object> both(PackageDiff.Change change) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("PreviousPackage", triple(change.before()));
        both.put("NewPackage", triple(change.after()));
        return both;
    }

    private static List<Object> triple(InstalledPackage one) {
        return List.of(one.name(), one.evr(), one.arch());
    }
}
