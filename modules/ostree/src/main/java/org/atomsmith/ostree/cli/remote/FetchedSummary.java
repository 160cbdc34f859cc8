package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.pull.OpenRemote;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.RemoteSummary;
import org.atomsmith.ostree.repo.Repository;

/**
 * A remote's summary as it is there now, verified as the remote's configuration asks.
 *
 * @param bytes of the summary
 * @param signatures what is to be told of its signatures of OpenPGP; empty when they are not asked for
 */
record FetchedSummary(byte[] bytes, String signatures) {

    /** Fetches it; empty when the remote has none. */
    static Optional<FetchedSummary> of(Call call, String remote) throws IOException {
        Repository repository = call.repository();
        PullOptions options = PullOptions.builder()
                .cacheDirectory(call.value("cache-dir").map(Path::of))
                .environment(call.environment())
                .build();
        try (OpenRemote open = OpenRemote.open(repository, remote, options)) {
            Optional<RemoteSummary> summary = open.summary(repository, options);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            byte[] bytes = summary.get().bytes();
            String signatures = open.trust().gpgVerifySummary()
                    ? open.trust()
                            .verifyGpg(bytes, summary.get().signatureDict())
                            .describe("GPG: Verification enabled, found")
                    : "";
            return Optional.of(new FetchedSummary(bytes, signatures));
        }
    }
}
