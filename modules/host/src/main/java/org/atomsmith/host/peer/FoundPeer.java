package org.atomsmith.host.peer;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * A peer that may be asked.
 *
 * @param name its host's name, or its address
 * @param uri where its server is
 * @param commits the beginnings of the checksums of commits that it says it has; empty for one that was not asked
 */
record FoundPeer(String name, URI uri, Optional<List<String>> commits) {
    /** Copies the list. */
    FoundPeer {
        commits = commits.map(List::copyOf);
    }

    /** Whether it may have a commit. */
    boolean mayHave(Checksum commit) {
        return commits.isEmpty()
                || commits.get().stream().anyMatch(start -> commit.hex().startsWith(start));
    }
}
