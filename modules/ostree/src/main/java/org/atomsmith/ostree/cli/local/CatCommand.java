package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** {@code ostree cat}: prints files of a commit. */
public final class CatCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("COMMIT PATH...", "Concatenate contents of files");
    }

    @Override
    public int run(Call call) throws IOException {
        call.argument(1, "A COMMIT and at least one PATH argument");
        Repository repository = call.repository();
        Checksum commit = repository.resolve(call.argument(0, "COMMIT"));
        TreeRoot root = TreeRoot.of(repository.readCommit(commit));
        TreeReader reader = new TreeReader(repository);
        for (String path : call.arguments().subList(1, call.arguments().size())) {
            switch (reader.follow(root, path)) {
                case TreeReader.Entry.Directory _ -> throw new RepositoryException("Can't open directory: " + path);
                case TreeReader.Entry.File file -> {
                    try (ContentObject content = repository.openContent(file.checksum())) {
                        content.stream().transferTo(call.out());
                    }
                }
            }
        }
        return 0;
    }
}
