package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.disk.parallel.BlockMemory;

/** A file format that holds a disk; each knows how to begin a file of its kind. */
@FunctionalInterface
public interface DiskFormat {

    /** The disk itself, with holes. */
    DiskFormat RAW = (path, _, _) -> new RawDisk(path);

    /**
     * Begins a file.
     *
     * @param path the final name
     * @param size how many bytes the disk will have: as many are written before the file is finished
     * @param memory of what other files have compressed already
     * @throws IOException when it cannot be made
     */
    DiskFile create(Path path, long size, BlockMemory memory) throws IOException;

    /** Whether a file of this kind takes so much memory that it is written by a pass of its own. */
    default boolean wantsOwnPass() {
        return false;
    }

    /** Begins a file, compressing everything. */
    default DiskFile create(Path path, long size) throws IOException {
        return create(path, size, BlockMemory.none());
    }
}
