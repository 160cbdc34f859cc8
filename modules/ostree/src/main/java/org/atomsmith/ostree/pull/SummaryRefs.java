package org.atomsmith.ostree.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Summary;

/** What a summary says: its refs, those of other collections too, and what the repository is like. */
public final class SummaryRefs {
    private static final String COLLECTION_ID = "ostree.summary.collection-id";
    private static final String COLLECTION_MAP = "ostree.summary.collection-map";

    private final Summary summary;
    private final Optional<String> collection;
    private final Map<String, Map<String, Target>> others;

    /**
     * What a ref names.
     *
     * @param commit its checksum
     * @param timestamp of the commit, seconds since 1970; empty when the summary does not say
     */
    public record Target(Checksum commit, Optional<Long> timestamp) {}

    private SummaryRefs(Summary summary, Optional<String> collection, Map<String, Map<String, Target>> others) {
        this.summary = summary;
        this.collection = collection;
        this.others = others;
    }

    /**
     * Reads a summary.
     *
     * @throws CorruptObjectException when it is none
     */
    public static SummaryRefs parse(byte[] bytes) throws CorruptObjectException {
        Summary summary = Summary.parse(bytes);
        Map<String, Map<String, Target>> others = new LinkedHashMap<>();
        try {
            Variant map = summary.metadata().get(COLLECTION_MAP);
            if (map instanceof Variant.Array) {
                for (Variant entry : map.children()) {
                    Map<String, Target> refs = new LinkedHashMap<>();
                    for (Variant ref : entry.get(1).children()) {
                        Variant target = ref.get(1);
                        refs.put(
                                ref.get(0).asString(),
                                new Target(
                                        Checksum.of(target.get(1).asBytes()),
                                        timestamp(target.get(2).asDict())));
                    }
                    others.put(entry.get(0).asString(), refs);
                }
            }
        } catch (VariantException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CorruptObjectException("summary: " + COLLECTION_MAP + ": " + e.getMessage(), e);
        }
        Optional<String> own = Optional.ofNullable(summary.metadata().get(COLLECTION_ID))
                .filter(Variant.Text.class::isInstance)
                .map(Variant::asString);
        return new SummaryRefs(summary, own, others);
    }

    private static Optional<Long> timestamp(Map<String, Variant> metadata) {
        return Optional.ofNullable(metadata.get("ostree.commit.timestamp"))
                .filter(Variant.Number.class::isInstance)
                .map(value -> Long.reverseBytes(value.asLong()));
    }

    /** The collection that the repository is. */
    public Optional<String> collection() {
        return collection;
    }

    /** What else the summary says. */
    public Map<String, Variant> metadata() {
        return summary.metadata();
    }

    /** The repository's mode, when the summary says it. */
    Optional<RepositoryMode> mode() {
        return Optional.ofNullable(summary.metadata().get("ostree.summary.mode"))
                .filter(Variant.Text.class::isInstance)
                .flatMap(mode -> RepositoryMode.ofConfigName(mode.asString()));
    }

    /** A number of the summary's metadata that is kept big-endian: {@code ostree.summary.last-modified}. */
    public Optional<Long> bigEndian(String key) {
        return Optional.ofNullable(summary.metadata().get(key))
                .filter(Variant.Number.class::isInstance)
                .map(value -> Long.reverseBytes(value.asLong()));
    }

    /** True when a key of the metadata is there and true. */
    boolean isSet(String key) {
        return summary.metadata().get(key) instanceof Variant.Number(char letter, long bits)
                && letter == 'b'
                && bits != 0;
    }

    /** What a ref names; empty when the summary does not have it. */
    public Optional<Target> find(Optional<String> ofCollection, String ref) {
        if (ofCollection.isEmpty() || ofCollection.equals(collection)) {
            return Optional.ofNullable(summary.refs().get(ref))
                    .map(entry -> new Target(entry.commit(), timestamp(entry.metadata())));
        }
        return Optional.ofNullable(others.get(ofCollection.get())).map(refs -> refs.get(ref));
    }

    /** All refs. */
    List<RefRequest> all() {
        List<RefRequest> all = new ArrayList<>();
        summary.refs().keySet().forEach(ref -> all.add(new RefRequest(collection, ref, Optional.empty())));
        others.forEach((other, refs) ->
                refs.keySet().forEach(ref -> all.add(new RefRequest(Optional.of(other), ref, Optional.empty()))));
        return all;
    }

    /** The digest of a delta's superblock; empty when the summary does not list the delta. */
    Map<String, Variant> deltas() {
        return summary.metadata().get("ostree.static-deltas") instanceof Variant dict
                        && dict.type().equals(Variant.DICT)
                ? dict.asDict()
                : Map.of();
    }
}
