package org.atomsmith.host.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Cookies;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.serve.ServedObjects;

/**
 * The commits that a host gives to others: those that the refs of its remotes name, as pulls set them, and earlier ones that
 * those name as what they follow: of these a host has, as a rule, the one that it can go back to. What was made on this
 * machine has no such ref, and nothing published follows it: commits with layered packages, a regenerated initramfs, imported container images. Nor are commits
 * of a remote that lets only some in given to all: one that wants a password, a certificate or a cookie.
 */
final class SharedCommits implements ServedObjects.Commits {
    /** So far back no host keeps deployments. */
    private static final int MOST_EARLIER = 64;

    private static final String LAYERED = "rpmostree.clientlayer";

    private final Repository repository;
    private final Path root;
    private final List<String> named;

    /**
     * The commits of a host.
     *
     * @param root the root of its system, for {@code /etc/ostree/remotes.d}
     * @param named the only remotes whose commits are given; empty for all that anybody may read
     */
    SharedCommits(Repository repository, Path root, List<String> named) {
        this.repository = repository;
        this.root = root;
        this.named = List.copyOf(named);
    }

    @Override
    public List<Checksum> list() throws IOException {
        PartialCommits partial = new PartialCommits(repository);
        SortedMap<Checksum, Long> ages = new TreeMap<>();
        List<String> shared = new ArrayList<>();
        Collection<Remote> remotes = Remotes.ofSystem(repository, root).list().values();
        for (Remote remote : remotes) {
            if (isShared(remote)) {
                shared.add(remote.name());
            }
        }
        // From which remote an earlier commit came nothing tells: with one that not everybody may read, it may be that
        // one.
        int earlier = shared.size() == remotes.size() ? MOST_EARLIER : 0;
        for (String remote : shared) {
            for (Checksum commit : repository.refs().listRemote(remote).values()) {
                add(commit, earlier, partial, ages);
            }
        }
        // The newest first: of these there is room to tell.
        List<Checksum> commits = new ArrayList<>(ages.keySet());
        commits.sort((a, b) -> Long.compare(ages.getOrDefault(b, 0L), ages.getOrDefault(a, 0L)));
        return commits;
    }

    /** Adds a commit and those before it, as far as the chain of them is here. */
    private void add(Checksum newest, int earlier, PartialCommits partial, SortedMap<Checksum, Long> ages)
            throws IOException {
        Optional<Checksum> at = Optional.of(newest);
        for (int i = 0; i <= earlier && at.isPresent(); i++) {
            Checksum commit = at.get();
            if (!repository.has(new ObjectName(ObjectType.COMMIT, commit))) {
                return;
            }
            Commit read = repository.readCommit(commit);
            if (!partial.contains(commit) && !read.metadata().containsKey(LAYERED)) {
                ages.put(commit, read.timestamp());
            }
            at = read.parent();
        }
    }

    private boolean isShared(Remote remote) throws IOException {
        if (!named.isEmpty()) {
            return named.contains(remote.name());
        }
        for (String key : List.of("url", "contenturl", "metalink")) {
            String url = remote.option(key).orElse("");
            int equals = url.indexOf("list=");
            String address = equals < 0 ? url : url.substring(equals + "list=".length());
            try {
                if (!address.isEmpty() && URI.create(address).getRawUserInfo() != null) {
                    return false;
                }
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        return remote.option("tls-client-cert-path").isEmpty()
                && !Files.exists(Cookies.file(repository, remote.name()));
    }
}
