package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * A repository's {@code summary} file, {@code (a(s(taya{sv}))a{sv})}: what a client reads first. Sizes in it are
 * little-endian, times in its metadata big-endian.
 *
 * @param refs by name: what each ref names
 * @param metadata about the repository, in its order
 */
public record Summary(SortedMap<String, Entry> refs, SequencedMap<String, Variant> metadata) {
    /** The type of the file. */
    public static final VariantType TYPE = VariantType.parse("(a(s(taya{sv}))a{sv})");

    private static final String REF = "(s(taya{sv}))";
    private static final String COLLECTION = "{sa" + REF + "}";

    /**
     * What a ref names.
     *
     * @param commitSize bytes of the commit object
     * @param commit its checksum
     * @param metadata {@code ostree.commit.timestamp} and others, in their order
     */
    public record Entry(long commitSize, Checksum commit, SequencedMap<String, Variant> metadata) {
        /** Copies the metadata. */
        public Entry {
            metadata = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        }

        private static Entry of(Repository repository, Checksum checksum) throws IOException {
            // Whoever pulls by the summary verifies the commit.
            byte[] bytes = repository.readUnverified(new ObjectName(ObjectType.COMMIT, checksum));
            Commit commit = Commit.parse(bytes);
            SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
            commit.version().ifPresent(version -> metadata.put("ostree.commit.version", Variant.string(version)));
            metadata.put("ostree.commit.timestamp", Variant.u64(Long.reverseBytes(commit.timestamp())));
            return new Entry(bytes.length, checksum, metadata);
        }
    }

    /** Copies and sorts. */
    public Summary {
        SortedMap<String, Entry> sorted = new TreeMap<>(ByteOrderedNames.ORDER);
        sorted.putAll(refs);
        refs = java.util.Collections.unmodifiableSortedMap(sorted);
        metadata = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Makes the summary of a repository's local refs, as libostree does.
     *
     * @param lastModified seconds since 1970, which clients refuse to see go back; given, so that the same repository
     *     has the same summary
     */
    public static Summary of(Repository repository, long lastModified) throws IOException {
        return of(repository, lastModified, new LinkedHashMap<>());
    }

    /**
     * The same with more metadata. The refs of other collections than the repository's own are there too, under
     * {@code ostree.summary.collection-map}.
     */
    public static Summary of(Repository repository, long lastModified, SequencedMap<String, Variant> more)
            throws IOException {
        SortedMap<String, Entry> refs = new TreeMap<>(ByteOrderedNames.ORDER);
        for (Map.Entry<String, Checksum> ref : repository.refs().list().entrySet()) {
            refs.put(ref.getKey(), Entry.of(repository, ref.getValue()));
        }
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
        metadata.put("ostree.summary.mode", Variant.string(repository.mode().configName()));
        metadata.put("ostree.summary.last-modified", Variant.u64(Long.reverseBytes(lastModified)));
        metadata.put(
                "ostree.summary.tombstone-commits",
                Variant.bool(repository.config().tombstoneCommits()));
        if (!repository.config().file().getBoolean("core", "no-deltas-in-summary", false)) {
            repository.deltas().summary().ifPresent(deltas -> metadata.put(Deltas.KEY, deltas));
        }
        metadata.put("ostree.summary.indexed-deltas", Variant.bool(true));
        if (repository.config().collectionId().isPresent()) {
            String own = repository.config().collectionId().get();
            metadata.put("ostree.summary.collection-id", Variant.string(own));
        }
        others(repository, repository.config().collectionId().orElse(""))
                .ifPresent(map -> metadata.put("ostree.summary.collection-map", map));
        metadata.putAll(more);
        return new Summary(refs, metadata);
    }

    /** The refs of all collections but one; empty when there are none. */
    private static Optional<Variant> others(Repository repository, String own) throws IOException {
        SortedMap<String, SortedMap<String, Entry>> collections = new TreeMap<>(ByteOrderedNames.ORDER);
        for (Map.Entry<CollectionRef, Checksum> ref :
                Collections.of(repository).refs().entrySet()) {
            CollectionRef name = ref.getKey();
            if (!name.collection().equals(own)) {
                collections
                        .computeIfAbsent(name.collection(), _ -> new TreeMap<>(ByteOrderedNames.ORDER))
                        .put(name.ref(), Entry.of(repository, ref.getValue()));
            }
        }
        List<Variant> entries = new ArrayList<>();
        collections.forEach(
                (collection, refs) -> entries.add(new Variant.Entry(Variant.string(collection), toVariant(refs))));
        return entries.isEmpty() ? Optional.empty() : Optional.of(Variant.array(COLLECTION, entries));
    }

    private static Variant toVariant(SortedMap<String, Entry> refs) {
        List<Variant> entries = new ArrayList<>(refs.size());
        refs.forEach((ref, entry) -> entries.add(Variant.tuple(
                Variant.string(ref),
                Variant.tuple(
                        Variant.u64(entry.commitSize),
                        Variant.bytes(entry.commit.bytes()),
                        Variant.dict(entry.metadata)))));
        return Variant.array(REF, entries);
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        return Variant.tuple(toVariant(refs), Variant.dict(metadata)).toBytes();
    }

    /**
     * Reads a summary.
     *
     * @throws CorruptObjectException when the bytes are not one, or refs are unsorted
     */
    public static Summary parse(byte[] bytes) throws CorruptObjectException {
        try {
            Variant value = Variant.parse(TYPE, bytes);
            SortedMap<String, Entry> refs = new TreeMap<>(ByteOrderedNames.ORDER);
            for (Variant ref : value.get(0).children()) {
                String name = ref.get(0).asString();
                Variant entry = ref.get(1);
                if (!refs.isEmpty() && ByteOrderedNames.ORDER.compare(refs.lastKey(), name) >= 0) {
                    throw new VariantException("the ref '" + name + "' is unsorted or repeated");
                }
                refs.put(
                        name,
                        new Entry(
                                entry.get(0).asLong(),
                                Checksum.of(entry.get(1).asBytes()),
                                entry.get(2).asDict()));
            }
            return new Summary(refs, value.get(1).asDict());
        } catch (VariantException | IllegalArgumentException e) {
            throw new CorruptObjectException("summary: " + e.getMessage(), e);
        }
    }
}
