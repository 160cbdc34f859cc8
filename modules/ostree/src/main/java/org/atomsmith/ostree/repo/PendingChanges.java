package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/** What a transaction changes once its objects are in place: commits' detached metadata, then refs. */
final class PendingChanges {
    private final Repository repository;
    private final Map<Checksum, byte[]> detached = new TreeMap<>();
    private final Map<String, Checksum> refs = new TreeMap<>();
    private final Map<CollectionRef, Checksum> mirrors = new TreeMap<>();
    private final Set<String> deletedRefs = new TreeSet<>();

    PendingChanges(Repository repository) {
        this.repository = repository;
    }

    /** A commit's detached metadata as they will be; empty when there will be none. */
    SequencedMap<String, Variant> detachedMetadata(Checksum commit) throws IOException {
        byte[] pending = detached.get(commit);
        if (pending != null) {
            return pending.length == 0
                    ? new LinkedHashMap<>()
                    : Variant.parse(Variant.DICT, pending).asDict();
        }
        return repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new);
    }

    void setDetachedMetadata(Checksum commit, SequencedMap<String, Variant> metadata) {
        detached.put(
                commit,
                metadata.isEmpty() ? new byte[0] : Variant.dict(metadata).toBytes());
    }

    void setRef(String refspec, Checksum commit) {
        repository.refs().check(refspec);
        deletedRefs.remove(refspec);
        refs.put(refspec, commit);
    }

    void setRef(CollectionRef ref, Checksum commit) {
        RefName.checkCollection(ref.collection());
        RefName.checkRef(ref.ref());
        mirrors.put(ref, commit);
    }

    void deleteRef(String refspec) {
        repository.refs().check(refspec);
        refs.remove(refspec);
        deletedRefs.add(refspec);
    }

    /** Makes the changes, durably. */
    void apply() throws IOException {
        for (Map.Entry<Checksum, byte[]> entry : detached.entrySet()) {
            replaceDetached(entry.getKey(), entry.getValue());
        }
        Refs names = repository.refs();
        names.setAll(refs);
        for (String ref : deletedRefs) {
            names.delete(ref);
        }
        for (Map.Entry<CollectionRef, Checksum> ref : mirrors.entrySet()) {
            names.set(ref.getKey(), ref.getValue());
        }
        if (!refs.isEmpty() || !deletedRefs.isEmpty() || !mirrors.isEmpty()) {
            AutoSummary.afterRefsChanged(repository);
        }
    }

    private void replaceDetached(Checksum commit, byte[] bytes) throws IOException {
        Path file = repository.files().published(new ObjectName(ObjectType.COMMIT_META, commit));
        if (bytes.length == 0 && !Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        DurableFile.write(file, bytes, repository.tmp(), repository.config().fsync());
    }
}
