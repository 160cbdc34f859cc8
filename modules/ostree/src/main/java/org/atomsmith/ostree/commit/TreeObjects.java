package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeRoot;

/** The objects that a tree or commit needs. */
public final class TreeObjects {
    private final Repository repository;
    private final Set<ObjectName> seen = new HashSet<>();

    private TreeObjects(Repository repository) {
        this.repository = repository;
    }

    /** What a tree needs: files, dirtrees, dirmetas. */
    public static Set<ObjectName> of(Repository repository, TreeRoot root) throws IOException {
        TreeObjects objects = new TreeObjects(repository);
        objects.collect(root);
        return objects.seen;
    }

    /** What a commit needs, itself among it, its parents not. */
    public static Set<ObjectName> ofCommit(Repository repository, Checksum commit) throws IOException {
        Set<ObjectName> objects = of(repository, TreeRoot.of(repository.readCommit(commit)));
        objects.add(new ObjectName(ObjectType.COMMIT, commit));
        return objects;
    }

    private void collect(TreeRoot root) throws IOException {
        seen.add(new ObjectName(ObjectType.DIRMETA, root.meta()));
        if (!seen.add(new ObjectName(ObjectType.DIRTREE, root.tree()))) {
            return;
        }
        DirTree entries = repository.readDirTree(root.tree());
        for (DirTree.File file : entries.files()) {
            seen.add(ObjectName.file(file.checksum()));
        }
        for (DirTree.Directory directory : entries.directories()) {
            collect(new TreeRoot(directory.tree(), directory.meta()));
        }
    }
}
