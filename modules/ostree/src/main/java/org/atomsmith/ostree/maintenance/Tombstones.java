package org.atomsmith.ostree.maintenance;

import java.io.IOException;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.Repository;

/** Marks that commits leave when they are deleted on purpose. */
final class Tombstones {
    private Tombstones() {}

    /** From now on, deleted commits of the repository leave one. */
    static void enable(Repository repository) throws IOException {
        KeyFile config = repository.config().file();
        if (!config.getBoolean("core", "tombstone-commits", false)) {
            repository.writeConfig(config.with("core", "tombstone-commits", "true"));
        }
    }
}
