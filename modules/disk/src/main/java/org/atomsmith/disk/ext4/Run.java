package org.atomsmith.disk.ext4;

/**
 * Blocks in a row.
 *
 * @param start the first block of the file system
 * @param count how many, 1 or more
 */
record Run(long start, long count) {
    /** The block behind the last. */
    long end() {
        return start + count;
    }
}
