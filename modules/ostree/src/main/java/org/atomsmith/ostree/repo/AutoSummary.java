package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;

/** The summary kept up to date where the configuration asks for it: {@code [core] auto-update-summary}. */
public final class AutoSummary {
    private AutoSummary() {}

    /** To be called after refs changed; transactions do. Without the configuration nothing happens. */
    public static void afterRefsChanged(Repository repository) throws IOException {
        KeyFile config = repository.config().file();
        // The second is the older name of the same.
        if (config.getBoolean("core", "auto-update-summary", false)
                || config.getBoolean("core", "commit-update-summary", false)) {
            repository
                    .summary()
                    .write(
                            Summary.of(repository, Instant.now().getEpochSecond())
                                    .toBytes(),
                            new LinkedHashMap<>());
        }
    }
}
