package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/** Revisions on a command line. */
final class Revisions {
    private Revisions() {}

    static Checksum resolve(Repository repository, String revision) throws IOException {
        return repository.resolve(revision);
    }
}
