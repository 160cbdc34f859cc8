package org.atomsmith.disk.xfs;

import org.atomsmith.disk.filesystem.InodeType;

/**
 * A name in a directory.
 *
 * @param inode the number of what it names
 * @param type what that is
 */
record DirectoryEntry(byte[] name, long inode, InodeType type) {
    /** How many bytes it takes in a block: number, length, name, type, and its own place, in units of 8. */
    int bytes() {
        return Math.ceilDiv(Long.BYTES + 1 + name.length + 1 + Short.BYTES, Long.BYTES) * Long.BYTES;
    }
}
