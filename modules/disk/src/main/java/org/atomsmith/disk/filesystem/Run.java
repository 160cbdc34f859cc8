package org.atomsmith.disk.filesystem;

/**
 * Blocks in a row.
 *
 * @param start the first block of the file system
 * @param count how many, 1 or more
 */
public record Run(long start, long count) {
    /** The block behind the last. */
    public long end() {
        return start + count;
    }
}
