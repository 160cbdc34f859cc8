package org.atomsmith.ostree.maintenance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.Repository;

/** What else nobody needs: marks of partial commits that are gone, and cached summaries of remotes that are. */
final class Leftovers {
    private static final String PARTIAL = ".commitpartial";
    private static final String SIGNATURE = ".sig";

    private final Repository repository;

    Leftovers(Repository repository) {
        this.repository = repository;
    }

    void remove() throws IOException {
        removePartialMarks();
        removeSummaries();
    }

    private void removePartialMarks() throws IOException {
        Path state = repository.path().resolve("state");
        for (String name : names(state)) {
            if (!name.endsWith(PARTIAL)) {
                continue;
            }
            var commit = Checksum.tryParse(name.substring(0, name.length() - PARTIAL.length()));
            if (commit.isPresent() && !repository.has(new ObjectName(ObjectType.COMMIT, commit.get()))) {
                Files.deleteIfExists(state.resolve(name));
            }
        }
    }

    private void removeSummaries() throws IOException {
        Path cache = repository.path().resolve("tmp/cache/summaries");
        String[] names = names(cache);
        if (names.length == 0) {
            return;
        }
        Set<String> remotes = new HashSet<>(Remotes.of(repository).list().keySet());
        for (String name : names) {
            String remote = name.endsWith(SIGNATURE) ? name.substring(0, name.length() - SIGNATURE.length()) : name;
            if (!remotes.contains(remote)) {
                Files.deleteIfExists(cache.resolve(name));
            }
        }
    }

    private static String[] names(Path directory) {
        String[] names = new File(directory.toString()).list();
        return names == null ? new String[0] : names;
    }
}
