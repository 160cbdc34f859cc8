package org.atomsmith.ostree.selinux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** Where a policy is read from. */
public final class Policies {
    private Policies() {}

    /** The policy of the system in a directory; empty when it has none. */
    public static Optional<FileContexts> of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString());
        }
        return FileContexts.load(path -> {
            Path file = root.resolve(path.substring(1));
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        });
    }

    /** The policy of the system in a tree; empty when it has none. */
    public static Optional<FileContexts> of(Repository repository, TreeRoot root) throws IOException {
        TreeReader reader = new TreeReader(repository);
        return FileContexts.load(path -> {
            if (!(reader.find(root, path).orElse(null) instanceof TreeReader.Entry.File file)) {
                return Optional.empty();
            }
            try (ContentObject content = repository.openContent(file.checksum())) {
                return Optional.of(new String(content.stream().readAllBytes(), StandardCharsets.UTF_8));
            }
        });
    }
}
