package org.atomsmith.disk.xfs;

/**
 * A name in a directory.
 *
 * @param inode the number of what it names
 * @param type what that is, as {@link PlannedInode#entryType()} gives it
 */
record DirectoryEntry(byte[] name, long inode, int type) {
    /** The type of directories. */
    static final int DIRECTORY = 2;

    /** How many bytes it takes in a block: number, length, name, type, and its own place, in units of 8. */
    int bytes() {
        return Math.ceilDiv(Long.BYTES + 1 + name.length + 1 + Short.BYTES, Long.BYTES) * Long.BYTES;
    }
}
