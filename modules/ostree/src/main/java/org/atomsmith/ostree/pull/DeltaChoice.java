package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Deltas;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;

/** Chooses the static delta that leads to a commit from what is here. */
final class DeltaChoice {
    private static final String INDEXED = "ostree.summary.indexed-deltas";

    private final Repository repository;
    private final PartialCommits partial;
    private final Source source;
    private final Optional<SummaryRefs> summary;
    private final Counters counters;

    DeltaChoice(Repository repository, Source source, Optional<SummaryRefs> summary, Counters counters) {
        this.counters = counters;
        this.repository = repository;
        this.partial = new PartialCommits(repository);
        this.source = source;
        this.summary = summary;
    }

    /**
     * A delta.
     *
     * @param superblock the SHA-256 of its superblock
     */
    record Choice(DeltaName name, Optional<Checksum> superblock) {}

    /** The best: from the newest commit that is here whole, or else from nothing. */
    Optional<Choice> best(Checksum to) throws IOException {
        Map<DeltaName, Optional<Checksum>> known = known(to);
        Optional<Choice> best = Optional.empty();
        long newest = Long.MIN_VALUE;
        for (Map.Entry<DeltaName, Optional<Checksum>> delta : known.entrySet()) {
            Optional<Long> age = age(delta.getKey());
            if (age.isPresent() && (best.isEmpty() || age.get() > newest)) {
                best = Optional.of(new Choice(delta.getKey(), delta.getValue()));
                newest = age.get();
            }
        }
        return best;
    }

    /** The timestamp of the commit that a delta begins with; empty when it is not here whole. */
    private Optional<Long> age(DeltaName delta) throws IOException {
        if (delta.from().isEmpty()) {
            return Optional.of(Long.MIN_VALUE);
        }
        Checksum from = delta.from().get();
        if (!repository.has(new ObjectName(ObjectType.COMMIT, from)) || partial.contains(from)) {
            return Optional.empty();
        }
        Commit commit = repository.readCommit(from);
        return Optional.of(commit.timestamp());
    }

    private Map<DeltaName, Optional<Checksum>> known(Checksum to) throws IOException {
        Map<DeltaName, Optional<Checksum>> known = new LinkedHashMap<>();
        summary.ifPresent(refs -> collect(refs.deltas(), to, known));
        boolean indexed = summary.map(refs -> refs.isSet(INDEXED)).orElse(true);
        if (indexed) {
            Optional<byte[]> index = source.file(Deltas.indexPath(to));
            if (index.isPresent()) {
                counters.metadataFetched.increment();
                try {
                    Variant deltas =
                            Variant.parse(Variant.DICT, index.get()).asDict().get(Deltas.KEY);
                    if (deltas != null) {
                        collect(deltas.asDict(), to, known);
                    }
                } catch (VariantException e) {
                    throw new PullException(Deltas.indexPath(to) + ": " + e.getMessage(), e);
                }
            }
        }
        return known;
    }

    private static void collect(Map<String, Variant> deltas, Checksum to, Map<DeltaName, Optional<Checksum>> known) {
        for (Map.Entry<String, Variant> delta : deltas.entrySet()) {
            DeltaName name;
            try {
                name = DeltaName.parse(delta.getKey());
            } catch (IOException e) {
                // A name that is none is no delta of ours.
                continue;
            }
            if (name.to().equals(to)) {
                // The summary comes first, and may be signed: what it says is not replaced.
                known.putIfAbsent(name, digest(delta.getValue()));
            }
        }
    }

    private static Optional<Checksum> digest(Variant value) {
        return value instanceof Variant.Bytes(byte[] bytes) && bytes.length == Checksum.SIZE
                ? Optional.of(Checksum.of(bytes))
                : Optional.empty();
    }
}
