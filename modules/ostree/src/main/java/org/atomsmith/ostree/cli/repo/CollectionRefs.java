package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.AutoSummary;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.Collections;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree refs --collections}: the same for refs of collections, where a prefix is a collection. */
final class CollectionRefs {
    private final Call call;
    private final Repository repository;
    private final Collections collections;

    CollectionRefs(Call call, Repository repository) {
        this.call = call;
        this.repository = repository;
        this.collections = Collections.of(repository);
    }

    int run() throws IOException {
        if (call.has("create")) {
            create(call.value("create").orElseThrow(), call.argument(0, "REF"));
        } else if (call.arguments().isEmpty()) {
            list(collections.refs());
        } else {
            for (String collection : call.arguments()) {
                SortedMap<CollectionRef, Checksum> chosen = select(collection);
                if (call.has("delete")) {
                    for (CollectionRef ref : chosen.keySet()) {
                        collections.delete(ref);
                    }
                } else {
                    list(chosen);
                }
            }
        }
        if (call.has("delete") || call.has("create")) {
            AutoSummary.afterRefsChanged(repository);
        }
        return 0;
    }

    private SortedMap<CollectionRef, Checksum> select(String collection) throws IOException {
        SortedMap<CollectionRef, Checksum> chosen = new TreeMap<>();
        collections.refs().forEach((ref, commit) -> {
            if (ref.collection().equals(collection)) {
                chosen.put(ref, commit);
            }
        });
        return chosen;
    }

    private void list(SortedMap<CollectionRef, Checksum> refs) {
        for (Map.Entry<CollectionRef, Checksum> ref : refs.entrySet()) {
            call.out().println(ref.getKey() + (call.has("revision") ? "\t" + ref.getValue() : ""));
        }
    }

    private void create(String name, String from) throws IOException {
        int colon = name.indexOf(':');
        if (colon < 0) {
            throw new RepositoryException("Invalid collection ref '" + name + "': expected COLLECTION-ID:REF");
        }
        CollectionRef ref = new CollectionRef(name.substring(0, colon), name.substring(colon + 1));
        // As libostree does: one that is there is replaced.
        collections.set(ref, repository.resolve(from));
    }
}
