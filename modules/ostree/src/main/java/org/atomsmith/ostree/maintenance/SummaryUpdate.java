package org.atomsmith.ostree.maintenance;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Summary;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;

/**
 * Makes a repository's summary anew, signed, with the indexes of its static deltas. A repository that is a collection
 * says what is in the summary in a commit as well, on the ref {@code ostree-metadata}, which mirrors carry along.
 */
public final class SummaryUpdate {
    /** The ref of the commits that describe a repository of a collection. */
    public static final String METADATA_REF = "ostree-metadata";

    private final Repository repository;

    /** An update of a repository's summary. */
    public SummaryUpdate(Repository repository) {
        this.repository = repository;
    }

    /**
     * Makes it.
     *
     * @param more metadata on top of those that every summary has
     * @param signers who sign it
     */
    public void run(Map<String, Variant> more, List<Signer> signers) throws IOException {
        long now = Instant.now().getEpochSecond();
        SequencedMap<String, Variant> sorted = new LinkedHashMap<>(new TreeMap<>(more));
        if (repository.config().collectionId().isPresent()) {
            commitMetadata(repository.config().collectionId().get(), sorted, signers, now);
        }
        repository.deltas().reindex();
        byte[] summary = Summary.of(repository, now, sorted).toBytes();
        SequencedMap<String, Variant> signatures = new LinkedHashMap<>();
        for (Signer signer : signers) {
            signatures = Signatures.add(signatures, signer, summary);
        }
        repository.summary().write(summary, signatures);
    }

    private void commitMetadata(String collection, SequencedMap<String, Variant> more, List<Signer> signers, long now)
            throws IOException {
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>(more);
        metadata.put("ostree.collection-binding", Variant.string(collection));
        metadata.put("ostree.ref-binding", Variant.strings(List.of(METADATA_REF)));
        Optional<Checksum> parent = repository.refs().resolve(METADATA_REF);
        try (Transaction transaction = repository.begin()) {
            Checksum tree = transaction.write(new DirTree(List.of(), List.of()));
            Checksum meta = transaction.write(DirMeta.directory(0755));
            Checksum commit = transaction.write(new Commit(metadata, parent, "", "", now, tree, meta));
            for (Signer signer : signers) {
                Signatures.signCommit(transaction, commit, signer);
            }
            transaction.setRef(METADATA_REF, commit);
            transaction.commit();
        }
    }
}
