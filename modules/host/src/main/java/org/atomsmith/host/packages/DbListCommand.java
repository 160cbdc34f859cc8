package org.atomsmith.host.packages;

import java.io.IOException;
import java.util.List;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.object.Checksum;

/** {@code atomic host db list}: the packages of a commit. */
final class DbListCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "[REV [PREFIX...]]",
                "List the packages of a commit (the running one)",
                "db list",
                Option.value("repo", 'r', "PATH", "A repository other than the host's"),
                Option.flag("advisories", 'a', "Also list the advisories that the commit names"));
    }

    @Override
    public int run(Call call) throws IOException {
        Revisions revisions = Revisions.of(call);
        Checksum commit = call.arguments().isEmpty()
                ? revisions.booted()
                : revisions.find(call.arguments().getFirst());
        List<String> prefixes = call.arguments().stream().skip(1).toList();
        call.out().println("ostree commit: " + commit);
        for (InstalledPackage one : revisions.packages(commit)) {
            if (prefixes.isEmpty() || prefixes.stream().anyMatch(one.name()::startsWith)) {
                call.out().println(" " + one.nevra());
            }
        }
        if (call.has("advisories")) {
            Advisories advisories = revisions.advisories(commit);
            call.out().println(advisories.isEmpty() ? "(the commit names no advisories)" : "Advisories:");
            advisories.lines().forEach(line -> call.out().println("  " + line));
        }
        return ExitCode.DONE;
    }
}
