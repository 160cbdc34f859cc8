package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A file format that holds a disk; each knows how to begin a file of its kind. */
@FunctionalInterface
public interface DiskFormat {

    /** The disk itself, with holes. */
    DiskFormat RAW = (path, _) -> new RawDisk(path);

    /**
     * Begins a file.
     *
     * @param path the final name
     * @param size how many bytes the disk will have: as many are written before the file is finished
     * @throws IOException when it cannot be made
     */
    DiskFile create(Path path, long size) throws IOException;
}
