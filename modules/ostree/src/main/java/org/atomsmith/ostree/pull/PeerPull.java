package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Brings what a commit is made of from other hosts in the local network, as far as they give it. The commit itself is here
 * already, and verified: from it on, each object is known by its checksum, and it does not matter who gives it. What is
 * missing afterwards is for a {@link Pull} from the remote, which makes the commit whole; so this never fails for what peers
 * do, and ends in bounded time.
 */
public final class PeerPull {
    private static final int MOST_REQUESTS = 16;
    private static final int WATCH_MILLIS = 200;
    private static final int DEEPEST = 1000;

    private final Repository repository;
    private final List<URI> addresses;
    private final PeerLimits limits;
    private final PullListener listener;
    private final Duration reportEvery;
    private final Counters counters = new Counters();
    private final Set<ObjectName> requested = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * A pull from peers.
     *
     * @param addresses of peers, {@code http://ADDRESS:PORT}
     */
    public PeerPull(
            Repository repository,
            List<URI> addresses,
            PeerLimits limits,
            PullListener listener,
            Duration reportEvery) {
        this.repository = repository;
        this.addresses = List.copyOf(addresses);
        this.limits = limits;
        this.listener = listener;
        this.reportEvery = reportEvery;
    }

    /**
     * What a peer did.
     *
     * @param objects that it gave
     * @param bytes that came from it
     * @param fault why it was asked no more; empty when it did nothing wrong
     */
    public record Share(URI peer, long objects, long bytes, String fault) {}

    /**
     * Brings as much as there is.
     *
     * @param commit that is in the repository, whole or not
     * @param bytes that the remote would send for what is missing: the more, the longer it may take
     * @param most bytes that no file has more of: who says otherwise would fill the disk
     * @return what each peer gave
     * @throws IOException for what fails on this machine
     */
    public List<Share> run(Checksum commit, long bytes, long most) throws IOException {
        List<Peer> peers = new ArrayList<>();
        try {
            for (URI address : addresses) {
                peers.add(
                        new Peer(address, limits, "atomsmith", repository.path().resolve("tmp")));
            }
            if (!peers.isEmpty()) {
                run(commit, bytes, most, peers);
            }
            return peers.stream()
                    .map(peer -> new Share(peer.uri(), peer.objects(), peer.bytes(), peer.fault()))
                    .toList();
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private void run(Checksum checksum, long bytes, long most, List<Peer> peers) throws IOException {
        Commit commit = repository.readCommit(checksum);
        Transaction transaction = repository.begin();
        try {
            Workers workers =
                    new Workers(Math.min(MOST_REQUESTS, limits.requests() * peers.size()), () -> dropAll(peers, ""));
            Thread watch = Thread.ofPlatform()
                    .daemon()
                    .name("ostree-peers")
                    .start(() -> watch(
                            peers, System.nanoTime() + limits.patience(bytes).toNanos()));
            try (Reporter _ = new Reporter(
                    listener,
                    counters,
                    () -> peers.stream().mapToLong(Peer::bytes).sum(),
                    reportEvery)) {
                Walk walk = new Walk(peers, transaction, workers, most);
                walk.dirMeta(commit.rootMeta());
                walk.directory(commit.rootTree(), 0);
                workers.run();
            } finally {
                watch.interrupt();
            }
            transaction.commit();
        } finally {
            // After a commit this does nothing.
            transaction.suspend();
        }
    }

    private void watch(List<Peer> peers, long deadline) {
        try {
            while (System.nanoTime() < deadline) {
                Thread.sleep(WATCH_MILLIS);
                peers.forEach(Peer::watch);
            }
            dropAll(peers, "together they are too slow");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void dropAll(List<Peer> peers, String why) {
        peers.forEach(peer -> peer.drop(why));
    }

    /** The commit's tree: what is missing of it is asked for. */
    private final class Walk {
        private final List<Peer> peers;
        private final Transaction target;
        private final Workers workers;
        private final long most;

        Walk(List<Peer> peers, Transaction target, Workers workers, long most) {
            this.peers = peers;
            this.target = target;
            this.workers = workers;
            this.most = most;
        }

        void directory(Checksum tree, int depth) {
            ObjectName name = new ObjectName(ObjectType.DIRTREE, tree);
            if (depth > DEEPEST || !requested.add(name)) {
                return;
            }
            counters.metadataWanted.increment();
            workers.find(() -> {
                Optional<DirTree> entries = entries(name);
                counters.metadataDone.increment();
                if (entries.isEmpty()) {
                    return;
                }
                for (DirTree.Directory child : entries.get().directories()) {
                    dirMeta(child.meta());
                    directory(child.tree(), depth + 1);
                }
                for (DirTree.File file : entries.get().files()) {
                    content(file.checksum());
                }
            });
        }

        private Optional<DirTree> entries(ObjectName name) throws IOException {
            if (target.has(name)) {
                return Optional.of(repository.readDirTree(name.checksum()));
            }
            Optional<byte[]> bytes = metadata(name);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            try {
                DirTree entries = DirTree.parse(bytes.get());
                target.importMetadata(name, bytes.get());
                return Optional.of(entries);
            } catch (CorruptObjectException e) {
                // It has the checksum that the commit wants: the remote has the same, and the pull from there says so.
                return Optional.empty();
            }
        }

        void dirMeta(Checksum checksum) throws IOException {
            ObjectName name = new ObjectName(ObjectType.DIRMETA, checksum);
            if (!requested.add(name) || target.has(name)) {
                return;
            }
            counters.metadataWanted.increment();
            workers.find(() -> {
                Optional<byte[]> bytes = metadata(name);
                if (bytes.isPresent()) {
                    target.importMetadata(name, bytes.get());
                }
                counters.metadataDone.increment();
            });
        }

        private void content(Checksum checksum) throws IOException {
            ObjectName name = ObjectName.file(checksum);
            if (!requested.add(name) || target.has(name)) {
                return;
            }
            counters.contentWanted.increment();
            workers.add(() -> {
                for (Peer peer : inTurn()) {
                    if (!peer.isDropped() && peer.content(name, target, most)) {
                        break;
                    }
                }
                counters.contentDone.increment();
            });
        }

        private Optional<byte[]> metadata(ObjectName name) {
            for (Peer peer : inTurn()) {
                Optional<byte[]> bytes = peer.isDropped() ? Optional.empty() : peer.metadata(name);
                if (bytes.isPresent()) {
                    return bytes;
                }
            }
            return Optional.empty();
        }

        /** All peers, another one first each time. */
        private List<Peer> inTurn() {
            int first = Math.floorMod(turn.getAndIncrement(), peers.size());
            List<Peer> order = new ArrayList<>(peers.subList(first, peers.size()));
            order.addAll(peers.subList(0, first));
            return order;
        }
    }
}
