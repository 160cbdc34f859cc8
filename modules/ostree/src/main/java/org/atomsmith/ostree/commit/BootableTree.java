package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** What a commit says of the kernel that it boots: the one in {@code /usr/lib/modules}. */
final class BootableTree {
    private static final String MODULES = "/usr/lib/modules";

    private BootableTree() {}

    /**
     * The metadata of a tree that boots.
     *
     * @throws NoSuchFileException when it has no modules
     * @throws RepositoryException when it has no kernel or several
     */
    static SequencedMap<String, Variant> metadata(Repository repository, TreeRoot root) throws IOException {
        TreeReader reader = new TreeReader(repository);
        if (!(reader.get(root, MODULES) instanceof TreeReader.Entry.Directory(TreeRoot modules))) {
            throw new NoSuchFileException(MODULES);
        }
        Optional<String> release = Optional.empty();
        for (DirTree.Directory directory :
                repository.readDirTree(modules.tree()).directories()) {
            if (reader.find(new TreeRoot(directory.tree(), directory.meta()), "vmlinuz")
                    .isPresent()) {
                if (release.isPresent()) {
                    throw new RepositoryException(
                            "Multiple kernels found in " + MODULES + ": " + release.get() + " and " + directory.name());
                }
                release = Optional.of(directory.name());
            }
        }
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
        metadata.put(
                "ostree.linux",
                Variant.string(release.orElseThrow(() -> new RepositoryException("No kernel found in " + MODULES))));
        metadata.put("ostree.bootable", Variant.bool(true));
        return metadata;
    }
}
