package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.object.Checksum;

/**
 * The refs of a repository that belong to a collection: local refs to the repository's own, those of a remote to the
 * remote's, and mirrored ones to that under whose name they are kept.
 */
public final class Collections {
    private static final String REMOTE = "remote \"";

    private final Refs refs;
    private final Optional<String> own;
    private final Map<String, String> ofRemotes;

    private Collections(Refs refs, Optional<String> own, Map<String, String> ofRemotes) {
        this.refs = refs;
        this.own = own;
        this.ofRemotes = ofRemotes;
    }

    /** The collections of a repository. */
    public static Collections of(Repository repository) {
        Map<String, String> ofRemotes = new TreeMap<>();
        repository.config().file().groups().forEach((group, keys) -> {
            String id = keys.getOrDefault("collection-id", "");
            if (group.startsWith(REMOTE) && group.endsWith("\"") && !id.isEmpty()) {
                String name = group.substring(REMOTE.length(), group.length() - 1);
                if (RefName.isValidRemote(name)) {
                    ofRemotes.put(name, id);
                }
            }
        });
        return new Collections(repository.refs(), repository.config().collectionId(), ofRemotes);
    }

    /** All refs that belong to a collection, sorted. */
    public SortedMap<CollectionRef, Checksum> refs() throws IOException {
        SortedMap<CollectionRef, Checksum> all = new TreeMap<>();
        for (Map.Entry<String, String> remote : ofRemotes.entrySet()) {
            refs.listRemote(remote.getKey())
                    .forEach((ref, commit) -> all.put(new CollectionRef(remote.getValue(), ref), commit));
        }
        all.putAll(local());
        return all;
    }

    /** Those that are local or mirrored, without those of remotes. */
    public SortedMap<CollectionRef, Checksum> local() throws IOException {
        SortedMap<CollectionRef, Checksum> all = new TreeMap<>(refs.listMirrors());
        if (own.isPresent()) {
            refs.list().forEach((ref, commit) -> all.put(new CollectionRef(own.get(), ref), commit));
        }
        return all;
    }

    /** The commit of a ref that is local or mirrored. */
    public Optional<Checksum> resolve(CollectionRef ref) throws IOException {
        return isOwn(ref) ? refs.resolve(ref.ref()) : refs.resolve(ref);
    }

    /** Sets a ref, durably: a local one when it is of the repository's own collection, else a mirrored one. */
    public void set(CollectionRef ref, Checksum commit) throws IOException {
        if (isOwn(ref)) {
            refs.set(ref.ref(), commit);
        } else {
            refs.set(ref, commit);
        }
    }

    /** Removes a ref, local or mirrored. */
    public void delete(CollectionRef ref) throws IOException {
        if (isOwn(ref)) {
            refs.delete(ref.ref());
        } else {
            refs.delete(ref);
        }
    }

    private boolean isOwn(CollectionRef ref) {
        return own.isPresent() && own.get().equals(ref.collection());
    }
}
