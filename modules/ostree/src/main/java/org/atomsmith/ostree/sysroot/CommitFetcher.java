package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/** Brings commits from a remote into a system's repository. */
@FunctionalInterface
public interface CommitFetcher {

    /**
     * Fetches what a ref names, and sets the ref; or one commit.
     *
     * @param remote the remote's name
     * @param ref the ref at the remote
     * @param commit this commit in place of the one that the ref names
     * @param notOlderThan a commit before which the fetched one must not have been made
     */
    void fetch(String remote, String ref, Optional<Checksum> commit, Optional<Checksum> notOlderThan)
            throws IOException;
}
