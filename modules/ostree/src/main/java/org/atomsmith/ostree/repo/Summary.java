package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.atomsmith.ostree.object.ObjectType;

/**
 * A repository's {@code summary} file, {@code (a(s(taya{sv}))a{sv})}: what a client reads first. Sizes in it are
 * little-endian, times in its metadata big-endian.
 *
 * @param refs by name: what each ref names
 * @param metadata about the repository, in its order
 */
public record Summary(SortedMap<String, Entry> refs, SequencedMap<String, Variant> metadata) {
    private static final VariantType TYPE = VariantType.parse("(a(s(taya{sv}))a{sv})");

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
            metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        }
    }

    /** Copies and sorts. */
    public Summary {
        SortedMap<String, Entry> sorted = new TreeMap<>(ByteOrderedNames.ORDER);
        sorted.putAll(refs);
        refs = Collections.unmodifiableSortedMap(sorted);
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Makes the summary of a repository's local refs, as libostree does.
     *
     * @param lastModified seconds since 1970, which clients refuse to see go back; given, so that the same repository
     *     has the same summary
     */
    public static Summary of(Repository repository, long lastModified) throws IOException {
        SortedMap<String, Entry> refs = new TreeMap<>(ByteOrderedNames.ORDER);
        for (Map.Entry<String, Checksum> ref : repository.refs().list().entrySet()) {
            byte[] bytes = repository.readMetadata(ObjectType.COMMIT, ref.getValue());
            Commit commit = Commit.parse(bytes);
            SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
            commit.version().ifPresent(version -> metadata.put("ostree.commit.version", Variant.string(version)));
            metadata.put("ostree.commit.timestamp", Variant.u64(Long.reverseBytes(commit.timestamp())));
            refs.put(ref.getKey(), new Entry(bytes.length, ref.getValue(), metadata));
        }
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
        metadata.put("ostree.summary.mode", Variant.string(repository.mode().configName()));
        metadata.put("ostree.summary.last-modified", Variant.u64(Long.reverseBytes(lastModified)));
        metadata.put(
                "ostree.summary.tombstone-commits",
                Variant.bool(repository.config().file().getBoolean("core", "tombstone-commits", false)));
        if (!repository.config().file().getBoolean("core", "no-deltas-in-summary", false)) {
            repository.deltas().summary().ifPresent(deltas -> metadata.put(Deltas.KEY, deltas));
        }
        metadata.put("ostree.summary.indexed-deltas", Variant.bool(true));
        return new Summary(refs, metadata);
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        List<Variant> entries = new ArrayList<>(refs.size());
        refs.forEach((ref, entry) -> entries.add(Variant.tuple(
                Variant.string(ref),
                Variant.tuple(
                        Variant.u64(entry.commitSize),
                        Variant.bytes(entry.commit.bytes()),
                        Variant.dict(entry.metadata)))));
        return Variant.tuple(Variant.array("(s(taya{sv}))", entries), Variant.dict(metadata))
                .toBytes();
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
