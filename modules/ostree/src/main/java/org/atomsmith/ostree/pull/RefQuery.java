package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/**
 * Asks a remote which commit a ref names, with as little as that takes: the ref's file, or, where the summary must be
 * signed, its signatures, and the rest only when those changed.
 */
public final class RefQuery {
    private RefQuery() {}

    /**
     * The commit that a ref names at a remote.
     *
     * @param remote a remote of the repository's configuration
     * @throws PullException when the remote has no such ref
     */
    public static Checksum newest(Repository repository, String remote, String ref, PullOptions options)
            throws IOException {
        try (OpenRemote open = OpenRemote.open(repository, remote, options)) {
            if (open.source().isLocal() || !open.trust().verifiesSummary()) {
                try {
                    return resolve(open, Optional.empty(), ref);
                } catch (PullException e) {
                    // A mirror may have refs in its summary only.
                    Optional<RemoteSummary> summary = open.summary(repository, options);
                    if (summary.isEmpty()) {
                        throw e;
                    }
                    return resolve(open, summary, ref);
                }
            }
            Optional<RemoteSummary> summary = open.summary(repository, options);
            if (summary.isEmpty()) {
                throw new PullException("the remote '" + remote + "' must have a signed summary, and has none");
            }
            return resolve(open, summary, ref);
        }
    }

    private static Checksum resolve(OpenRemote open, Optional<RemoteSummary> summary, String ref) throws IOException {
        Optional<SummaryRefs> refs = summary.isPresent()
                ? Optional.of(SummaryRefs.parse(summary.get().bytes()))
                : Optional.empty();
        return new RefResolution(open.source(), refs)
                .resolve(List.of(RefRequest.of(ref)))
                .firstEntry()
                .getValue();
    }
}
