package org.atomsmith.ostree;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryConfig;
import org.atomsmith.ostree.repo.RepositoryMode;

/** Repositories for tests, which need not reach the disk. */
public final class ScratchRepository {

    private ScratchRepository() {}

    /** A new repository that never syncs. */
    public static Repository create(Path path, RepositoryMode mode) throws IOException {
        return Repository.create(
                path, new RepositoryConfig(RepositoryConfig.of(mode).file().with("core", "fsync", "false")));
    }
}
