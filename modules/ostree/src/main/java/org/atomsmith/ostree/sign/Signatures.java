package org.atomsmith.ostree.sign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Summary;
import org.atomsmith.ostree.repo.Transaction;

/** Signatures of commits (in their detached metadata, over the raw commit object) and of summaries. */
public final class Signatures {

    private Signatures() {}

    /**
     * Signs a commit that is in the repository or was written by the transaction; a signature that is there already is
     * not added again.
     */
    public static void signCommit(Transaction transaction, Checksum commit, Signer signer) throws IOException {
        byte[] data = transaction.repository().readMetadata(ObjectType.COMMIT, commit);
        transaction.setDetachedMetadata(commit, add(transaction.detachedMetadata(commit), signer, data));
    }

    /** True when a trusted key signed the commit. */
    public static boolean isCommitSigned(Repository repository, Checksum commit, Verifier verifier) throws IOException {
        byte[] data = repository.readMetadata(ObjectType.COMMIT, commit);
        return isSigned(repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new), verifier, data);
    }

    /** Makes the repository's summary of its refs, signed by each signer; see {@link Summary#of}. */
    public static void writeSummary(Repository repository, long lastModified, List<Signer> signers) throws IOException {
        // The summary says that there are indexes: they must be those of its deltas.
        repository.deltas().reindex();
        byte[] summary = Summary.of(repository, lastModified).toBytes();
        SequencedMap<String, Variant> signatures = new LinkedHashMap<>();
        for (Signer signer : signers) {
            signatures = add(signatures, signer, summary);
        }
        repository.summary().write(summary, signatures);
    }

    /** The metadata with one more signature of some bytes. */
    public static SequencedMap<String, Variant> add(
            SequencedMap<String, Variant> metadata, Signer signer, byte[] data) {
        byte[] signature = signer.sign(data);
        List<byte[]> signatures = new ArrayList<>(list(metadata, signer.metadataKey()));
        if (signatures.stream().noneMatch(known -> Arrays.equals(known, signature))) {
            signatures.add(signature);
        }
        SequencedMap<String, Variant> signed = new LinkedHashMap<>(metadata);
        signed.put(signer.metadataKey(), Variant.byteArrays(signatures));
        return signed;
    }

    /** True when one of the signatures in the metadata is a trusted key's, of these bytes. */
    public static boolean isSigned(SequencedMap<String, Variant> metadata, Verifier verifier, byte[] data) {
        return list(metadata, verifier.metadataKey()).stream().anyMatch(signature -> verifier.verify(data, signature));
    }

    private static List<byte[]> list(SequencedMap<String, Variant> metadata, String key) {
        return metadata.get(key) instanceof Variant.Array array
                        && array.element().equals(Variant.BYTES)
                ? array.items().stream().map(Variant::asBytes).toList()
                : List.of();
    }
}
