package org.atomsmith.ostree.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.atomsmith.ostree.maintenance.Reachability;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.Repository;

/**
 * What may be given away: some commits and what they are made of, and nothing else that the repository has. Which commits
 * these are is asked again now and then, for a host that is upgraded has others. Thread-safe.
 */
public final class ServedObjects {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Repository repository;
    private final Commits commits;
    private List<Checksum> walked = List.of();
    private Reachability reachable;
    private long looked;
    private boolean fresh;

    /** Says which commits are given away. */
    @FunctionalInterface
    public interface Commits {
        /** These; all their objects are in the repository. */
        List<Checksum> list() throws IOException;
    }

    /** The objects of those commits. */
    public ServedObjects(Repository repository, Commits commits) {
        this.repository = repository;
        this.commits = commits;
        this.reachable = new Reachability(repository, false);
    }

    /** Where they are. */
    Repository repository() {
        return repository;
    }

    /** Whether an object is one of them. The first question takes as long as it takes to read all directories. */
    public synchronized boolean has(ObjectName name) throws IOException {
        boolean known = switch (name.type()) {
            case COMMIT, DIRTREE, DIRMETA, FILE -> reachable.contains(name);
            default -> false;
        };
        if (known || fresh && System.nanoTime() - looked < LOOK_AGAIN.toNanos()) {
            return known;
        }
        look();
        return switch (name.type()) {
            case COMMIT, DIRTREE, DIRMETA, FILE -> reachable.contains(name);
            default -> false;
        };
    }

    private void look() throws IOException {
        List<Checksum> now = commits.list();
        if (!now.equals(walked)) {
            Reachability next = new Reachability(repository, false);
            for (Checksum commit : now) {
                next.add(commit, 0);
            }
            reachable = next;
            walked = List.copyOf(now);
        }
        looked = System.nanoTime();
        fresh = true;
    }
}
