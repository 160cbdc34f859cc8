package org.atomsmith.disk.xfs;

/**
 * An allocation group. Places inside are blocks of the group.
 *
 * @param number counted from 0
 * @param start its first block in the file system
 * @param length how many blocks it has
 * @param inodes where its inodes begin
 * @param chunks how many times 64 inodes it has
 * @param leaves how many blocks the tree of these has beside its root; they follow the inodes
 */
record Group(int number, long start, long length, long inodes, long chunks, int leaves) {
    /** Superblock and headers, the roots of five trees, and the list of free blocks for those. */
    static final int HEAD_BLOCKS = 10;

    /** The root of the tree of free runs by place. */
    static final int BY_PLACE = 1;

    /** The root of the tree of free runs by length. */
    static final int BY_LENGTH = 2;

    /** The root of the tree of inodes. */
    static final int INODES = 3;

    /** The root of the tree of inodes of which some are free. */
    static final int FREE_INODES = 4;

    /** The root of the tree of blocks that several files share. */
    static final int SHARED = 5;

    /** The first block that is kept for the trees' growth. */
    static final int RESERVE = 6;

    /** How many there are. */
    static final int RESERVE_BLOCKS = 4;

    /** The first of the blocks that hold leaves of the inodes' tree. */
    long leavesPlace() {
        return inodes + chunks * Geometry.CHUNK_BLOCKS;
    }
}
