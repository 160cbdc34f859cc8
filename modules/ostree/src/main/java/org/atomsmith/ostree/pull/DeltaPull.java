package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomsmith.ostree.delta.Fallback;
import org.atomsmith.ostree.delta.StaticDelta;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Transaction;

/** Brings a commit by a static delta: its parts are fetched and applied; what they leave out is fetched as objects. */
final class DeltaPull {
    /** A part is unpacked in memory and applied by all processors: more at once take memory and gain little. */
    private static final int APPLIED_AT_ONCE = 2;

    private final Semaphore applying = new Semaphore(APPLIED_AT_ONCE);
    private final Source source;
    private final Transaction target;
    private final CommitChecks checks;
    private final DeltaTrust trust;
    private final Counters counters;
    private final Workers workers;

    DeltaPull(
            Source source,
            Transaction target,
            CommitChecks checks,
            DeltaTrust trust,
            Counters counters,
            Workers workers) {
        this.source = source;
        this.target = target;
        this.checks = checks;
        this.trust = trust;
        this.counters = counters;
        this.workers = workers;
    }

    /**
     * Fetches a delta's superblock, and checks that it is the one that was announced, and its signatures.
     *
     * @return empty when deltas must be signed and this one is not
     */
    Optional<StaticDelta> superblock(DeltaChoice.Choice choice) throws IOException {
        String path = choice.name().superblock();
        byte[] bytes = source.file(path)
                .orElseThrow(
                        () -> new PullException("the remote lists delta " + choice.name() + " but has no " + path));
        counters.metadataFetched.increment();
        if (choice.superblock().isPresent()) {
            Checksum actual = Checksum.digest(bytes);
            if (!actual.equals(choice.superblock().get())) {
                throw new PullException("Invalid checksum for static delta " + choice.name() + ": expected "
                        + choice.superblock().get() + ", found " + actual);
            }
        }
        StaticDelta delta = StaticDelta.read(bytes);
        if (!delta.name().equals(choice.name())) {
            throw new PullException("the superblock of delta " + choice.name() + " is of " + delta.name());
        }
        return trust.accepts(delta) ? Optional.of(delta) : Optional.empty();
    }

    /** What a delta would fetch. */
    PullResult.DeltaPlan plan(StaticDelta delta) throws IOException {
        long parts = 0;
        long bytes = 0;
        long uncompressed = 0;
        for (int index : delta.missingParts(target)) {
            parts++;
            bytes += delta.isInline(index) ? 0 : delta.parts().get(index).size();
            uncompressed += delta.parts().get(index).uncompressedSize();
        }
        for (Fallback fallback : delta.fallbacks()) {
            if (!target.has(fallback.object())) {
                parts++;
                bytes += fallback.size();
                uncompressed += fallback.uncompressedSize();
            }
        }
        return new PullResult.DeltaPlan(parts, bytes, uncompressed);
    }

    /**
     * Asks for a delta's parts; then for the commit itself, and what is still missing of it.
     *
     * @param objects brings what the delta leaves out
     */
    void request(StaticDelta delta, Optional<RefRequest> ref, int depth, ObjectPull objects) throws IOException {
        DeltaName name = delta.name();
        byte[] bytes = delta.commit();
        Metadata.requireSame(new ObjectName(ObjectType.COMMIT, name.to()), bytes);
        Optional<byte[]> detached = delta.commitMeta().isPresent()
                ? delta.commitMeta().map(metadata -> Variant.dict(metadata).toBytes())
                : source.detached(name.to());
        checks.check(name.to(), Commit.parse(bytes), bytes, detached, ref);
        new PartialCommits(target.repository()).mark(name.to());
        AtomicInteger left = new AtomicInteger(1);
        for (int index : delta.missingParts(target)) {
            left.incrementAndGet();
            counters.deltaPartsWanted.increment();
            counters.deltaBytesWanted.add(delta.parts().get(index).size());
            workers.add(() -> {
                apply(delta, index);
                counters.deltaParts.increment();
                counters.deltaBytesDone.add(delta.parts().get(index).size());
                if (left.decrementAndGet() == 0) {
                    finish(delta, ref, depth, objects);
                }
            });
        }
        if (left.decrementAndGet() == 0) {
            finish(delta, ref, depth, objects);
        }
    }

    /** The rest goes as without a delta: what is there is not fetched again. */
    private void finish(StaticDelta delta, Optional<RefRequest> ref, int depth, ObjectPull objects) throws IOException {
        delta.writeCommit(target);
        objects.request(delta.name().to(), depth, ref);
    }

    private void apply(StaticDelta delta, int index) throws IOException {
        if (delta.isInline(index)) {
            delta.applyInlinePart(index, target);
            return;
        }
        String path = delta.name().part(index);
        try (Source.Large part = source.large(path)
                        .orElseThrow(() -> new PullException(
                                "part " + index + " of delta " + delta.name() + " is missing: no " + path));
                InputStream in = part.open()) {
            applying.acquireUninterruptibly();
            try {
                delta.applyPart(index, in, target);
            } finally {
                applying.release();
            }
        }
    }
}
