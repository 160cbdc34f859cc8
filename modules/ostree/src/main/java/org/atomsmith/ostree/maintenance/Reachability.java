package org.atomsmith.ostree.maintenance;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;

/**
 * Which objects commits need: found by going through their trees, each directory once. What a partial commit lacks is
 * passed over.
 */
public final class Reachability {
    /** Parents without end. */
    public static final int ALL_PARENTS = -1;

    private final Repository repository;
    private final PartialCommits partial;
    private final boolean commitsOnly;
    private final Set<Checksum> commits = new HashSet<>();
    private final Set<Checksum> trees = new HashSet<>();
    private final Set<Checksum> metas = new HashSet<>();
    private final Set<Checksum> files = new HashSet<>();

    /**
     * None yet.
     *
     * @param commitsOnly whether trees are left alone
     */
    public Reachability(Repository repository, boolean commitsOnly) {
        this.repository = repository;
        this.partial = new PartialCommits(repository);
        this.commitsOnly = commitsOnly;
    }

    /**
     * Adds a commit that is there and what it needs, and so many of its parents as are there.
     *
     * @param depth how many parents; {@link #ALL_PARENTS} for all
     */
    public void add(Checksum commit, int depth) throws IOException {
        Optional<Checksum> next = Optional.of(commit);
        for (int i = 0; next.isPresent() && (depth == ALL_PARENTS || i <= depth); i++) {
            Checksum checksum = next.get();
            if (!repository.has(new ObjectName(ObjectType.COMMIT, checksum))) {
                return;
            }
            Commit content = repository.readCommit(checksum);
            if (commits.add(checksum) && !commitsOnly) {
                metas.add(content.rootMeta());
                addTree(content.rootTree(), partial.contains(checksum));
            }
            next = content.parent();
        }
    }

    /** A loop, for a tree may be made to nest deeper than a stack. */
    private void addTree(Checksum root, boolean isPartial) throws IOException {
        Deque<Checksum> todo = new ArrayDeque<>();
        todo.push(root);
        while (!todo.isEmpty()) {
            Checksum tree = todo.pop();
            if (!trees.add(tree)) {
                continue;
            }
            DirTree entries;
            try {
                entries = repository.readDirTree(tree);
            } catch (ObjectNotFoundException e) {
                if (isPartial) {
                    // Another commit may need it that is not partial: then its absence is to be seen.
                    trees.remove(tree);
                    continue;
                }
                throw e;
            }
            for (DirTree.File file : entries.files()) {
                files.add(file.checksum());
            }
            for (DirTree.Directory directory : entries.directories()) {
                metas.add(directory.meta());
                todo.push(directory.tree());
            }
        }
    }

    /** Whether an object is needed; what is neither a commit nor of a tree always is. */
    public boolean contains(ObjectName name) {
        return switch (name.type()) {
            case COMMIT -> commits.contains(name.checksum());
            case DIRTREE -> trees.contains(name.checksum());
            case DIRMETA -> metas.contains(name.checksum());
            case FILE -> files.contains(name.checksum());
            default -> true;
        };
    }

    Set<Checksum> commits() {
        return commits;
    }
}
