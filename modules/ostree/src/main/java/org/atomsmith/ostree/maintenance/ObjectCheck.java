package org.atomsmith.ostree.maintenance;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomsmith.ostree.concurrent.Workers;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;

/**
 * Reads each object that commits need once, metadata while going through the trees, files afterwards with all
 * processors, and compares it with its name.
 */
final class ObjectCheck {
    /** So many files are one task: the threads do not meet for each. */
    private static final int BATCH = 32;

    private final Repository repository;
    private final FsckRequest request;
    private final FsckListener listener;
    private final Map<ObjectName, IOException> broken = new ConcurrentSkipListMap<>();
    private final Set<ObjectName> metadata = new HashSet<>();
    private final Set<Checksum> files = new HashSet<>();

    ObjectCheck(Repository repository, FsckRequest request, FsckListener listener) {
        this.repository = repository;
        this.request = request;
        this.listener = listener;
    }

    /** Returns whether all is well. */
    boolean check(List<Checksum> commits) throws IOException {
        for (Checksum commit : commits) {
            readTree(commit);
        }
        readFiles();
        if (broken.isEmpty()) {
            return true;
        }
        report(commits);
        return false;
    }

    private void readTree(Checksum checksum) throws IOException {
        Commit commit = repository.readCommit(checksum);
        metadata.add(new ObjectName(ObjectType.COMMIT, checksum));
        readMeta(commit.rootMeta());
        Deque<Checksum> todo = new ArrayDeque<>();
        todo.push(commit.rootTree());
        while (!todo.isEmpty() && !isOver()) {
            ObjectName name = new ObjectName(ObjectType.DIRTREE, todo.pop());
            if (!metadata.add(name)) {
                continue;
            }
            try {
                DirTree tree = repository.readDirTree(name.checksum());
                for (DirTree.File file : tree.files()) {
                    files.add(file.checksum());
                }
                for (DirTree.Directory directory : tree.directories()) {
                    readMeta(directory.meta());
                    todo.push(directory.tree());
                }
            } catch (ObjectNotFoundException | CorruptObjectException e) {
                broken.put(name, e);
            }
        }
    }

    private void readMeta(Checksum checksum) throws IOException {
        ObjectName name = new ObjectName(ObjectType.DIRMETA, checksum);
        if (!metadata.add(name)) {
            return;
        }
        try {
            repository.readDirMeta(checksum);
        } catch (ObjectNotFoundException | CorruptObjectException e) {
            broken.put(name, e);
        }
    }

    /** True when nothing more is to be read: what is broken ends the check, missing objects do not. */
    private boolean isOver() {
        return !request.all()
                && !request.delete()
                && broken.values().stream().anyMatch(CorruptObjectException.class::isInstance);
    }

    private void readFiles() throws IOException {
        List<Checksum> sorted = new ArrayList<>(files);
        // In the order of their names, which is the order of directories.
        sorted.sort(null);
        int total = metadata.size() + sorted.size();
        AtomicInteger done = new AtomicInteger(metadata.size());
        AtomicBoolean over = new AtomicBoolean(isOver());
        listener.progress(done.get(), total);
        try (Workers workers = new Workers("fsck")) {
            for (int from = 0; from < sorted.size() && !over.get(); from += BATCH) {
                List<Checksum> batch = sorted.subList(from, Math.min(sorted.size(), from + BATCH));
                workers.submit(() -> {
                    for (Checksum file : batch) {
                        if (over.get()) {
                            return;
                        }
                        readFile(file);
                    }
                    if (isOver()) {
                        over.set(true);
                    }
                    listener.progress(done.addAndGet(batch.size()), total);
                });
            }
            workers.await();
        }
    }

    private void readFile(Checksum checksum) throws IOException {
        ObjectName name = ObjectName.file(checksum);
        try {
            repository.verify(name);
        } catch (ObjectNotFoundException | CorruptObjectException e) {
            broken.put(name, e);
        } catch (IOException e) {
            // A stream that cannot be unpacked, or ends early.
            broken.put(
                    name,
                    new CorruptObjectException(
                            "Corrupted file object; checksum expected='" + checksum + "': " + e.getMessage(), e));
        }
    }

    private void report(List<Checksum> commits) throws IOException {
        Map<ObjectName, List<Checksum>> needing = needing(commits);
        for (Map.Entry<ObjectName, IOException> entry : broken.entrySet()) {
            ObjectName name = entry.getKey();
            List<Checksum> parents = needing.getOrDefault(name, List.of());
            String list = String.join(", ", parents.stream().map(Checksum::hex).toList());
            if (entry.getValue() instanceof ObjectNotFoundException) {
                listener.problem("Object missing in commits " + list + ": " + name);
                markBroken(parents);
                continue;
            }
            String kind = name.type() == ObjectType.FILE ? "content" : "metadata";
            String what = "In commits " + list + ": fsck " + kind + " object " + name + ": "
                    + entry.getValue().getMessage();
            if (request.delete()) {
                listener.problem(what);
                repository.delete(name);
                markBroken(parents);
            } else if (request.all()) {
                listener.problem(what);
            } else {
                throw new FsckException(what, entry.getValue());
            }
        }
    }

    private void markBroken(List<Checksum> commits) throws IOException {
        PartialCommits partial = new PartialCommits(repository);
        for (Checksum commit : commits) {
            if (!partial.contains(commit)) {
                listener.problem("Marking commit as partial: " + commit);
                partial.markBroken(commit);
            }
        }
    }

    /** Which commits need what is broken: found only now, for it takes a walk through each of them. */
    private Map<ObjectName, List<Checksum>> needing(List<Checksum> commits) throws IOException {
        Map<ObjectName, List<Checksum>> needing = new LinkedHashMap<>();
        for (Checksum commit : commits) {
            Reachability reachable = new Reachability(repository, false);
            try {
                reachable.add(commit, 0);
            } catch (ObjectNotFoundException | CorruptObjectException e) {
                // What is below cannot be seen; what leads there can.
            }
            for (ObjectName name : broken.keySet()) {
                if (reachable.contains(name)) {
                    needing.computeIfAbsent(name, _ -> new ArrayList<>()).add(commit);
                }
            }
        }
        return needing;
    }
}
