package org.atomsmith.host.update;

import java.io.IOException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;

/** What commits are called. */
final class Versions {
    private static final int SHORT = 12;

    private Versions() {}

    /** The version of a commit; empty when it has none, or is not there. */
    static String of(Repository repository, Checksum commit) throws IOException {
        try {
            return repository.readCommit(commit).version().orElse("");
        } catch (ObjectNotFoundException e) {
            return "";
        }
    }

    /** What people call a commit: its version, or else the beginning of its checksum. */
    static String name(Repository repository, Checksum commit) throws IOException {
        String version = of(repository, commit);
        return version.isEmpty() ? commit.hex().substring(0, SHORT) : version;
    }

    /** The same for a commit that is at hand. */
    static String name(Commit commit, Checksum checksum) {
        return commit.version().orElse(checksum.hex().substring(0, SHORT));
    }
}
