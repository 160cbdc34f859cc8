package org.atomsmith.host.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;

/**
 * Reads all objects of one commit and compares them with their names. A deployment's files are links to these objects, so
 * this is a check of the deployed system too.
 */
final class TreeCheck {
    private static final int MAX_PROBLEMS = 20;

    private final Repository repository;
    private final IntConsumer progress;
    private final Set<ObjectName> seen = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    /** A check; {@code progress} is told how many objects were read. */
    TreeCheck(Repository repository, IntConsumer progress) {
        this.repository = repository;
        this.progress = progress;
    }

    /** What is missing or broken, each with its path; empty when all is sound. */
    List<String> run(Checksum checksum) throws IOException {
        Commit commit = repository.readCommit(checksum);
        verify(new ObjectName(ObjectType.COMMIT, checksum), "the commit");
        directory("/", commit.rootTree(), commit.rootMeta());
        return List.copyOf(problems);
    }

    /** How many objects were read. */
    int objects() {
        return seen.size();
    }

    private void directory(String path, Checksum tree, Checksum meta) throws IOException {
        if (problems.size() >= MAX_PROBLEMS) {
            return;
        }
        verify(new ObjectName(ObjectType.DIRMETA, meta), path);
        if (!verify(new ObjectName(ObjectType.DIRTREE, tree), path)) {
            return;
        }
        DirTree entries = repository.readDirTree(tree);
        for (DirTree.File file : entries.files()) {
            verify(ObjectName.file(file.checksum()), path + file.name());
        }
        for (DirTree.Directory below : entries.directories()) {
            directory(path + below.name() + "/", below.tree(), below.meta());
        }
    }

    /** Whether it may be read further. A directory that stands in several places is gone through at each of them. */
    private boolean verify(ObjectName name, String path) throws IOException {
        if (!seen.add(name)) {
            return true;
        }
        progress.accept(seen.size());
        try {
            repository.verify(name);
            return true;
        } catch (CorruptObjectException | ObjectNotFoundException e) {
            problems.add(path + ": " + e.getMessage());
            return false;
        }
    }
}
