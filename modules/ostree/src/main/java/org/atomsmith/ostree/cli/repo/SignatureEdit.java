package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/** Replacing the signatures of one kind of a commit. */
final class SignatureEdit {
    private SignatureEdit() {}

    static void replace(
            Repository repository,
            Checksum commit,
            SequencedMap<String, Variant> metadata,
            String key,
            List<byte[]> signatures)
            throws IOException {
        SequencedMap<String, Variant> changed = new LinkedHashMap<>(metadata);
        if (signatures.isEmpty()) {
            changed.remove(key);
        } else {
            changed.put(key, Variant.byteArrays(signatures));
        }
        try (Transaction transaction = repository.begin()) {
            transaction.setDetachedMetadata(commit, changed);
            transaction.commit();
        }
    }
}
