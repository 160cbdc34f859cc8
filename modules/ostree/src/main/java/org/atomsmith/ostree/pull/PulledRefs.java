package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.DurableFile;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Lets a repository's refs name what was pulled: below the remote's name, or, in a mirror, as the remote has them.
 *
 * @param remote the name that the refs get before theirs; empty when the remote is only an address
 * @param mirror whether they are named as at the remote
 * @param collection the collection that they are of, where they do not say it themselves
 */
record PulledRefs(
        Repository repository,
        Optional<String> remote,
        boolean mirror,
        Optional<String> collection,
        SequencedMap<RefRequest, Checksum> refs) {

    /** Sets them with a transaction, all but those that it knows nothing of: {@link #setMirrored} follows it. */
    void set(Transaction transaction) throws IOException {
        String prefix = mirror ? "" : remote.map(name -> name + ":").orElse("");
        for (Map.Entry<RefRequest, Checksum> ref : refs.entrySet()) {
            String refspec = prefix + ref.getKey().ref();
            boolean wanted = mirror
                    ? foreign(ref.getKey()).isEmpty()
                    : !repository.refs().resolve(refspec).equals(Optional.of(ref.getValue()));
            if (wanted) {
                transaction.setRef(refspec, ref.getValue());
            }
        }
    }

    /** Sets the refs of other collections, which a mirror keeps apart from its own. */
    void setMirrored() throws IOException {
        if (!mirror) {
            return;
        }
        for (Map.Entry<RefRequest, Checksum> ref : refs.entrySet()) {
            Optional<CollectionRef> target = foreign(ref.getKey());
            if (target.isPresent()) {
                repository.refs().set(target.get(), ref.getValue());
            }
        }
    }

    private Optional<CollectionRef> foreign(RefRequest ref) {
        return ref.collection()
                .or(() -> collection)
                .filter(id -> !repository.config().collectionId().equals(Optional.of(id)))
                .map(id -> new CollectionRef(id, ref.ref()));
    }

    /** Keeps the summary of a remote of which all is mirrored, with its signatures. */
    static void keepSummary(Repository repository, RemoteSummary summary) throws IOException {
        Path tmp = repository.path().resolve("tmp");
        DurableFile.write(repository.path().resolve("summary"), summary.bytes(), tmp);
        if (summary.signatures().isPresent()) {
            DurableFile.write(
                    repository.path().resolve("summary.sig"),
                    summary.signatures().get(),
                    tmp);
        }
    }
}
