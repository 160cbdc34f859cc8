package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.commit.TreeObjects;
import org.atomsmith.ostree.diff.DiffSide;
import org.atomsmith.ostree.diff.TreeDiff;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeRoot;

/** {@code ostree diff}: compares commits and directories. */
public final class DiffCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "REV_OR_DIR [REV_OR_DIR]",
                "Compare directory TARGETDIR against revision REV",
                Option.flag("stats", "Print various statistics"),
                Option.flag("fs-diff", "Print filesystem diff"),
                Option.flag("no-xattrs", "Skip output of extended attributes"),
                Option.value("owner-uid", "UID", "Use file ownership user id for local files"),
                Option.value("owner-gid", "GID", "Use file ownership group id for local files"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        String first = call.argument(0, "REV");
        Optional<String> second = call.argument(1);
        String before = second.isPresent() ? first : first + "^";
        String after = second.orElse(first);
        if (call.has("fs-diff") || !call.has("stats")) {
            DiffSide old = side(call, repository, before);
            DiffSide current = side(call, repository, after);
            TreeDiff diff = TreeDiff.of(old, current);
            diff.modified().forEach(path -> call.out().println("M    " + old.print(path)));
            diff.removed().forEach(path -> call.out().println("D    " + old.print(path)));
            diff.added().forEach(path -> call.out().println("A    " + current.print(path)));
        }
        if (call.has("stats")) {
            statistics(call, repository, before, after);
        }
        return 0;
    }

    private static DiffSide side(Call call, Repository repository, String word) throws IOException {
        if (word.startsWith("/") || word.startsWith("./") || word.equals(".")) {
            boolean xattrs = !call.has("no-xattrs") && !repository.config().disableXattrs();
            return new DiffSide.Local(Path.of(word), id(call, "owner-uid"), id(call, "owner-gid"), xattrs);
        }
        return new DiffSide.Committed(repository, TreeRoot.of(repository.readCommit(repository.resolve(word))));
    }

    private static OptionalInt id(Call call, String option) {
        long id = call.number(option, -1);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of((int) id);
    }

    private static void statistics(Call call, Repository repository, String before, String after) throws IOException {
        Set<ObjectName> olds = TreeObjects.ofCommit(repository, repository.resolve(before));
        Set<ObjectName> news = TreeObjects.ofCommit(repository, repository.resolve(after));
        Set<ObjectName> common = new HashSet<>(olds);
        common.retainAll(news);
        long size = 0;
        for (ObjectName name : common) {
            size += LinuxFiles.stat(repository.objectPath(name)).size();
        }
        call.out().println("[A] Object Count: " + olds.size());
        call.out().println("[B] Object Count: " + news.size());
        call.out().println("Common Object Count: " + common.size());
        call.out().println("Common Object Size: " + ByteCount.text(size));
    }
}
