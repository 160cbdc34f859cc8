package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.atomsmith.linux.DirectoryEntry;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;

/** Removes what killed processes left in {@code tmp/} longer than {@code [core] tmp-expiry-secs} ago. */
final class TmpExpiry {
    private static final long DAY = 86_400;

    private TmpExpiry() {}

    /** Removes what is too old; caches have rules of their own, and staging directories locks. */
    static void clean(Repository repository) throws IOException {
        long oldest =
                Instant.now().getEpochSecond() - repository.config().file().getLong("core", "tmp-expiry-secs", DAY);
        Path tmp = repository.tmp();
        for (DirectoryEntry entry : LinuxFiles.entries(tmp)) {
            if (entry.name().equals("cache") || entry.name().startsWith("staging-")) {
                continue;
            }
            // Another process may clean up at the same time.
            Optional<FileStatus> status = LinuxFiles.find(tmp.resolve(entry.name()));
            if (status.isPresent() && status.get().mtimeSeconds() < oldest) {
                Trees.delete(tmp.resolve(entry.name()));
            }
        }
    }
}
