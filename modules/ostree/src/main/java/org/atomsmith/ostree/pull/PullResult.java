package org.atomsmith.ostree.pull;

import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * What a pull did, or would do.
 *
 * @param refs what each ref names now
 * @param metadataFetched metadata objects that came from the remote
 * @param contentFetched file objects that came from the remote
 * @param metadataCached metadata objects that came from local caches
 * @param contentCached file objects that came from local caches
 * @param deltaParts parts of static deltas that were applied
 * @param isLocal whether the remote is on this machine
 * @param bytesTransferred bytes that came over the network
 * @param seconds how long it took
 * @param contentBytesWritten bytes of files that were not there before
 * @param plan what would be fetched, when nothing was to be written
 */
public record PullResult(
        Map<String, Checksum> refs,
        long metadataFetched,
        long contentFetched,
        long metadataCached,
        long contentCached,
        long deltaParts,
        boolean isLocal,
        long bytesTransferred,
        double seconds,
        long contentBytesWritten,
        Optional<Plan> plan) {

    /** Copies the refs. */
    public PullResult {
        refs = Map.copyOf(refs);
    }

    /**
     * What a pull would fetch.
     *
     * @param delta with static deltas; empty when there are none that fit
     * @param objects how many objects without deltas; empty when that was not asked for
     * @param bytes of these objects, as they are sent
     */
    public record Plan(Optional<DeltaPlan> delta, Optional<Long> objects, long bytes) {}

    /**
     * What static deltas would fetch.
     *
     * @param parts how many parts and fallback objects
     * @param bytes of these, as they are sent
     * @param uncompressed bytes of what they make
     */
    public record DeltaPlan(long parts, long bytes, long uncompressed) {
        DeltaPlan plus(DeltaPlan other) {
            return new DeltaPlan(parts + other.parts, bytes + other.bytes, uncompressed + other.uncompressed);
        }
    }
}
