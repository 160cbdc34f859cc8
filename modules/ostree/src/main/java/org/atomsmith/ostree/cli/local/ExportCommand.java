package org.atomsmith.ostree.cli.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.archive.TarWriter;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.export.TarExport;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** {@code ostree export}: writes a commit's tree as a tar archive. */
public final class ExportCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "COMMIT",
                "Stream COMMIT to stdout in tar format",
                Option.flag("no-xattrs", "Skip output of extended attributes"),
                Option.value("subpath", "PATH", "Checkout sub-directory PATH"),
                Option.value("prefix", "PATH", "Add PATH as prefix to archive pathnames"),
                Option.value("output", 'o', "PATH", "Output to PATH "));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        Commit commit = repository.readCommit(repository.resolve(call.argument(0, "COMMIT")));
        String subpath = call.value("subpath").orElse("/");
        if (!(new TreeReader(repository).get(TreeRoot.of(commit), subpath)
                instanceof TreeReader.Entry.Directory(TreeRoot root))) {
            throw new RepositoryException("Not a directory: " + subpath);
        }
        OutputStream out = call.has("output")
                ? new BufferedOutputStream(
                        Files.newOutputStream(Path.of(call.value("output").orElseThrow())), 65_536)
                : call.out();
        try (TarWriter archive = new TarWriter(out, commit.timestamp())) {
            new TarExport(repository, archive, call.value("prefix").orElse(""), !call.has("no-xattrs")).write(root);
        }
        return 0;
    }
}
