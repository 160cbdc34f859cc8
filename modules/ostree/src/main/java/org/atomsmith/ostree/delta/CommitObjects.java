package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;

/**
 * What a commit's tree consists of.
 *
 * @param metadata its dirtrees and dirmetas
 * @param files its file objects, each with the paths that it has
 */
record CommitObjects(Set<ObjectName> metadata, Map<Checksum, List<String>> files) {
    /** Directories nest no deeper; a tree that contains itself would, were there one. */
    private static final int MAX_DEPTH = 512;

    static final CommitObjects NONE = new CommitObjects(Set.of(), Map.of());

    static CommitObjects of(Repository repository, Checksum checksum) throws IOException {
        Commit commit = repository.readCommit(checksum);
        CommitObjects objects = new CommitObjects(new TreeSet<>(), new LinkedHashMap<>());
        objects.metadata.add(new ObjectName(ObjectType.DIRMETA, commit.rootMeta()));
        new Walk(repository, objects).directory(commit.rootTree(), "", 0);
        return objects;
    }

    private record Walk(Repository repository, CommitObjects objects, Set<Checksum> seen) {
        Walk(Repository repository, CommitObjects objects) {
            this(repository, objects, new HashSet<>());
        }

        void directory(Checksum tree, String path, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new IOException("the tree of " + repository.path() + " nests deeper than " + MAX_DEPTH);
            }
            if (!seen.add(tree)) {
                return;
            }
            objects.metadata.add(new ObjectName(ObjectType.DIRTREE, tree));
            DirTree entries = repository.readDirTree(tree);
            for (DirTree.File file : entries.files()) {
                objects.files
                        .computeIfAbsent(file.checksum(), _ -> new ArrayList<>(1))
                        .add(path + "/" + file.name());
            }
            for (DirTree.Directory directory : entries.directories()) {
                objects.metadata.add(new ObjectName(ObjectType.DIRMETA, directory.meta()));
                directory(directory.tree(), path + "/" + directory.name(), depth + 1);
            }
        }
    }
}
