package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A file format that holds a disk; each knows how to begin a file of its kind. */
@FunctionalInterface
public interface DiskFormat {

    /** The disk itself, with holes. */
    DiskFormat RAW = RawDisk::new;

    /**
     * Begins a file.
     *
     * @param path the final name
     * @throws IOException when it cannot be made
     */
    DiskFile create(Path path) throws IOException;
}
