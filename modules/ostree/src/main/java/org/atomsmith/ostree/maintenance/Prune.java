package org.atomsmith.ostree.maintenance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.atomsmith.linux.FileLock;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** Removes the objects that nothing needs, with nobody else writing meanwhile. */
public final class Prune {
    private final Repository repository;

    /** A prune of a repository. */
    public Prune(Repository repository) {
        this.repository = repository;
    }

    /**
     * Removes what a request does not keep. Killed at any moment, commits go before what they need, so that one that
     * is there is complete.
     */
    public PruneResult run(PruneRequest request) throws IOException {
        Optional<FileLock> lock = repository.lock(FileLock.Mode.EXCLUSIVE);
        try {
            Reachability needed = needed(request);
            List<ObjectName> unneeded = new ArrayList<>();
            long[] figures = new long[2];
            repository.visitObjects((name, file) -> {
                if (isCounted(name, request)) {
                    figures[0]++;
                    if (!needed.contains(name)) {
                        unneeded.add(name);
                        figures[1] += file.length();
                    }
                }
            });
            if (!request.dryRun()) {
                remove(unneeded);
                new Leftovers(repository).remove();
                removeDanglingLinks();
                removeDeltas(name -> !repository.has(new ObjectName(ObjectType.COMMIT, name.to())));
            }
            return new PruneResult((int) figures[0], unneeded.size(), figures[1]);
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    /**
     * Removes one commit that no ref names, and leaves a tombstone from now on; what it needs goes with the next run.
     *
     * @throws RepositoryException when a ref names it
     */
    public void deleteCommit(Checksum commit) throws IOException {
        for (Map.Entry<String, Checksum> ref : repository.refs().listAll().entrySet()) {
            if (ref.getValue().equals(commit)) {
                throw new RepositoryException("Commit '" + commit + "' is referenced by '" + ref.getKey() + "'");
            }
        }
        for (Map.Entry<CollectionRef, Checksum> ref :
                repository.refs().listMirrors().entrySet()) {
            if (ref.getValue().equals(commit)) {
                throw new RepositoryException("Commit '" + commit + "' is referenced by " + ref.getKey());
            }
        }
        repository.readCommit(commit);
        Tombstones.enable(repository);
        Optional<FileLock> lock = repository.lock(FileLock.Mode.EXCLUSIVE);
        try {
            repository.writeTombstone(commit);
            repository.delete(new ObjectName(ObjectType.COMMIT, commit));
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    /** Removes the static deltas that lead to a commit. */
    public void deleteDeltas(Checksum to) throws IOException {
        removeDeltas(name -> name.to().equals(to));
    }

    /** A link from the checksum of some bytes to the object that has them goes with that object. */
    private void removeDanglingLinks() throws IOException {
        List<File> dangling = new ArrayList<>();
        repository.visitObjects((name, file) -> {
            if (name.type() == ObjectType.PAYLOAD_LINK && !file.exists()) {
                dangling.add(file);
            }
        });
        for (File link : dangling) {
            Files.deleteIfExists(link.toPath());
        }
    }

    private void removeDeltas(Predicate<DeltaName> chosen) throws IOException {
        boolean any = false;
        for (DeltaName name : repository.deltas().list()) {
            if (chosen.test(name)) {
                repository.deltas().delete(name);
                any = true;
            }
        }
        if (any) {
            repository.deltas().reindex();
        }
    }

    private static boolean isCounted(ObjectName name, PruneRequest request) {
        return switch (name.type()) {
            case COMMIT -> true;
            case FILE, DIRTREE, DIRMETA -> !request.commitsOnly();
            default -> false;
        };
    }

    private void remove(List<ObjectName> unneeded) throws IOException {
        for (ObjectName name : unneeded) {
            if (name.type() == ObjectType.COMMIT) {
                repository.delete(name);
            }
        }
        for (ObjectName name : unneeded) {
            if (name.type() != ObjectType.COMMIT) {
                repository.delete(name);
            }
        }
    }

    private Reachability needed(PruneRequest request) throws IOException {
        Reachability needed = new Reachability(repository, request.commitsOnly());
        if (!request.startsFromRefs()) {
            for (Checksum commit : repository.listCommits()) {
                needed.add(commit, request.depth());
            }
            return needed;
        }
        for (Map.Entry<String, Checksum> ref : repository.refs().listAll().entrySet()) {
            addRef(needed, request, ref.getKey(), ref.getValue());
        }
        for (Checksum commit : repository.refs().listMirrors().values()) {
            needed.add(commit, request.depth());
        }
        if (request.keepUnreferencedYoungerThan().isPresent()) {
            for (Checksum commit : repository.listCommits()) {
                if (isYoung(commit, request.keepUnreferencedYoungerThan().getAsLong())) {
                    needed.add(commit, 0);
                }
            }
        }
        return needed;
    }

    private void addRef(Reachability needed, PruneRequest request, String ref, Checksum commit) throws IOException {
        Integer depth = request.branchDepths().get(ref);
        if (depth != null) {
            needed.add(commit, depth);
        } else if (!request.onlyBranches().isEmpty() && !request.onlyBranches().contains(ref)) {
            needed.add(commit, Reachability.ALL_PARENTS);
        } else if (request.keepYoungerThan().isPresent()) {
            addYoung(needed, commit, request.keepYoungerThan().getAsLong());
        } else {
            needed.add(commit, request.depth());
        }
    }

    private void addYoung(Reachability needed, Checksum first, long since) throws IOException {
        needed.add(first, 0);
        Optional<Checksum> next = Optional.of(first);
        while (next.isPresent()
                && repository.has(new ObjectName(ObjectType.COMMIT, next.get()))
                && isYoung(next.get(), since)) {
            needed.add(next.get(), 0);
            next = repository.readCommit(next.get()).parent();
        }
    }

    private boolean isYoung(Checksum checksum, long since) throws IOException {
        Commit commit = repository.readCommit(checksum);
        return Long.compareUnsigned(commit.timestamp(), since) >= 0;
    }
}
