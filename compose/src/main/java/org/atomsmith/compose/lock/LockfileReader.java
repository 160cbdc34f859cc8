package org.atomsmith.compose.lock;

import java.nio.file.Path;
import java.util.List;

/** Reads lockfiles: JSON as rpm-ostree and we write it, or YAML as people write overrides. */
public final class LockfileReader {

    /**
     * Reads one lockfile.
     *
     * @throws org.atomsmith.compose.treefile.TreefileException when it cannot be used
     */
    public Lockfile read(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }

    /** Reads several; what a later one says overrides what an earlier one says. */
    public Lockfile readAll(List<Path> files) {
        Lockfile result = Lockfile.of(java.util.Map.of(), java.util.Map.of());
        for (Path file : files) {
            result = result.overriddenBy(read(file));
        }
        return result;
    }
}
