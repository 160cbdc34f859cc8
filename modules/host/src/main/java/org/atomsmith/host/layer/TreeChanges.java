package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;

/**
 * How the {@code /usr} of one commit differs from another's.
 *
 * @param added files that are new, relative to the root
 * @param changed files that are different
 * @param removed files that are gone
 * @param directories that are new
 */
record TreeChanges(
        SortedSet<String> added, SortedSet<String> changed, SortedSet<String> removed, SortedSet<String> directories) {

    static TreeChanges between(Repository repository, Checksum from, Checksum to) throws IOException {
        Map<String, Checksum> before = new HashMap<>();
        SortedSet<String> known = new TreeSet<>();
        Tree.load(repository, from).walk((path, node) -> {
            switch (node) {
                case TreeNode.File file -> before.put(path, file.checksum());
                case TreeNode.Directory _ -> known.add(path);
            }
        });
        TreeChanges changes = new TreeChanges(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        Tree.load(repository, to).walk((path, node) -> {
            if (path.startsWith("usr/")) {
                switch (node) {
                    case TreeNode.File file -> {
                        Checksum old = before.remove(path);
                        if (old == null) {
                            changes.added.add(path);
                        } else if (!old.equals(file.checksum())) {
                            changes.changed.add(path);
                        }
                    }
                    case TreeNode.Directory _ -> {
                        if (!known.contains(path)) {
                            changes.directories.add(path);
                        }
                    }
                }
            }
        });
        before.keySet().stream().filter(path -> path.startsWith("usr/")).forEach(changes.removed::add);
        return changes;
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && directories.isEmpty();
    }

    /** Packages of a commit that another lacks, or has in another version. */
    static SortedSet<String> lostPackages(Repository repository, Checksum from, Checksum to) throws IOException {
        SortedSet<String> lost = packages(repository, from);
        lost.removeAll(packages(repository, to));
        return lost;
    }

    private static SortedSet<String> packages(Repository repository, Checksum commit) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        if (repository.readCommit(commit).metadata().get("rpmostree.rpmdb.pkglist") instanceof Variant.Array list) {
            for (Variant item : list.items()) {
                if (item instanceof Variant.Tuple(var members) && members.size() == 5) {
                    String release = members.get(3).asString();
                    names.add(members.get(0).asString() + "-" + members.get(2).asString()
                            + (release.isEmpty() ? "" : "-" + release) + "."
                            + members.get(4).asString());
                }
            }
        }
        return names;
    }
}
