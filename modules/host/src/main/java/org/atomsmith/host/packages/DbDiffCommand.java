package org.atomsmith.host.packages;

import java.io.IOException;
import java.util.List;
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

/** {@code atomic host db diff}: how the packages of two commits differ, and what their distribution says of it. */
final class DbDiffCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "[FROM] [TO]",
                        "Show how the packages of two commits differ",
                        "db diff --changelogs",
                        Option.value("repo", 'r', "PATH", "A repository other than the host's"),
                        Option.value("format", 'F', "block|diff|json", "How to print it (default: block)"),
                        Option.flag("changelogs", 'c', "Also show what upgraded packages changed, newest first"),
                        Option.flag("advisories", 'a', "Also show the advisories, or CVE numbers, that are new"),
                        Syntax.JSON)
                .withDescription("""
                        Without arguments: between what runs and what starts next, or else what 'rollback' goes back
                        to. With one: between what runs and that. A commit is named by checksum, ref, or version.
                        Changelogs are those of /usr/share/doc in the newer tree, where that was not left out; of RPM packages
                        those of its RPM database.""");
    }

    @Override
    public int run(Call call) throws IOException {
        String format = call.has("json") ? "json" : call.value("format").orElse("block");
        if (!List.of("block", "diff", "json").contains(format)) {
            throw new UsageException("--format is one of block, diff, json, not '" + format + "'");
        }
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
        DiffReport report = DiffReport.between(
                revisions.repository(),
                from,
                revisions.packages(from),
                to,
                revisions.packages(to),
                call.has("changelogs"),
                call.has("advisories"));
        switch (format) {
            case "json" -> call.out().print(JsonText.of(report.facts()));
            case "diff" -> report.differences().forEach(call.out()::println);
            default -> report.blocks().forEach(call.out()::println);
        }
        return ExitCode.DONE;
    }
}
