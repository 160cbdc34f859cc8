package org.atomsmith.compose.lock;

import java.io.IOException;
import java.nio.file.Path;

/** Writes lockfiles: JSON, keys sorted, LF, a newline at the end; the same lockfile gives the same bytes. */
public final class LockfileWriter {

    /** The lockfile as text. */
    public String toJson(Lockfile lockfile) {
        throw new UnsupportedOperationException(lockfile.toString());
    }

    /** Replaces a file with the lockfile, whole or not at all. */
    public void write(Lockfile lockfile, Path file) throws IOException {
        throw new IOException(file.toString());
    }
}
