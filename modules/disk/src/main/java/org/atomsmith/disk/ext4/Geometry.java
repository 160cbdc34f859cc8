package org.atomsmith.disk.ext4;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.FileSystemFullException;
import org.atomsmith.disk.filesystem.Run;

/**
 * How the file system is divided: block groups of 128 MiB, where copies of the superblock stand, how many inodes each
 * group has, and where bitmaps and inode tables lie. The bitmaps and tables of 16 groups (2 GiB) stand together in front
 * of the first of them (flex_bg).
 */
final class Geometry {
    /** The size of a block in bytes. */
    static final int BLOCK = 4096;

    /** How many blocks one group has: as many as one block of bitmap describes. */
    static final int BLOCKS_PER_GROUP = 8 * BLOCK;

    /** The size of an inode in bytes. */
    static final int INODE = 256;

    /** The size of a group descriptor in bytes. */
    static final int DESCRIPTOR = 64;

    /** log2 of the number of groups whose metadata stand together. */
    static final int LOG_GROUPS_PER_FLEX = 4;

    private static final int GROUPS_PER_FLEX = 1 << LOG_GROUPS_PER_FLEX;
    private static final int INODES_PER_BLOCK = BLOCK / INODE;
    private static final int MOST_RESERVED_DESCRIPTOR_BLOCKS = BLOCK / 4;
    private static final int LEAST_DATA_BLOCKS_OF_LAST_GROUP = 50;
    private static final long LEAST_BLOCKS = 2048;

    private final long blocks;
    private final int groups;
    private final int descriptorBlocks;
    private final int reservedDescriptorBlocks;
    private final int inodesPerGroup;
    private final List<Run> fixed = new ArrayList<>();
    private final long[] blockBitmaps;
    private final long[] inodeBitmaps;
    private final long[] inodeTables;

    /**
     * Divides a file system.
     *
     * @param options its size and how many inodes it shall have
     * @param inodes how many inodes it must have at least
     * @throws FileSystemFullException when so many inodes cannot be had in that size
     */
    Geometry(Ext4Options options, long inodes) {
        long wanted = options.size() / BLOCK;
        if (wanted < LEAST_BLOCKS) {
            throw new FileSystemFullException(
                    "ext4 '" + options.label() + "'", LEAST_BLOCKS * BLOCK, Math.max(0, options.size()));
        }
        int all = groupsOf(wanted);
        this.inodesPerGroup = inodesPerGroup(options, inodes, all);
        this.descriptorBlocks = descriptorBlocks(all);
        int most = descriptorBlocks(groupsOf(Math.max(options.growTo(), options.size()) / BLOCK));
        this.reservedDescriptorBlocks = Math.min(MOST_RESERVED_DESCRIPTOR_BLOCKS, Math.max(0, most - descriptorBlocks));
        this.groups = hasRoomForLastGroup(wanted, all) ? all : all - 1;
        this.blocks = Math.min(wanted, (long) groups * BLOCKS_PER_GROUP);
        if (inodes > (long) groups * inodesPerGroup) {
            throw tooManyInodes(options, inodes);
        }
        this.blockBitmaps = new long[groups];
        this.inodeBitmaps = new long[groups];
        this.inodeTables = new long[groups];
        place();
    }

    private static int inodesPerGroup(Ext4Options options, long inodes, int groups) {
        // The last group may be dropped for being too small: what is needed must fit without it.
        long needed = Math.ceilDiv(inodes, Math.max(1, groups - 1));
        long usual = Math.ceilDiv(options.size() / options.bytesPerInode(), groups);
        long perGroup = Math.ceilDiv(Math.max(needed, usual), INODES_PER_BLOCK) * INODES_PER_BLOCK;
        if (perGroup > BLOCKS_PER_GROUP) {
            throw tooManyInodes(options, inodes);
        }
        return (int) perGroup;
    }

    private static FileSystemFullException tooManyInodes(Ext4Options options, long inodes) {
        return new FileSystemFullException(
                "ext4 '" + options.label() + "' (" + inodes + " inodes)", inodes * BLOCK, options.size());
    }

    private boolean hasRoomForLastGroup(long wanted, int all) {
        long last = wanted - (long) (all - 1) * BLOCKS_PER_GROUP;
        int overhead = 2 + inodeTableBlocks() + superblockBlocks(all - 1) + LEAST_DATA_BLOCKS_OF_LAST_GROUP;
        return all == 1 || last >= overhead;
    }

    private void place() {
        for (int g = 0; g < groups; g++) {
            if (hasSuperblock(g)) {
                fixed.add(new Run(firstBlock(g), superblockBlocks(g)));
            }
        }
        for (int first = 0; first < groups; first += GROUPS_PER_FLEX) {
            long at = firstBlock(first);
            int end = Math.min(groups, first + GROUPS_PER_FLEX);
            for (int g = first; g < end; g++) {
                blockBitmaps[g] = claim(at, 1);
                at = blockBitmaps[g] + 1;
            }
            for (int g = first; g < end; g++) {
                inodeBitmaps[g] = claim(at, 1);
                at = inodeBitmaps[g] + 1;
            }
            for (int g = first; g < end; g++) {
                inodeTables[g] = claim(at, inodeTableBlocks());
                at = inodeTables[g] + inodeTableBlocks();
            }
        }
        fixed.sort((a, b) -> Long.compare(a.start(), b.start()));
    }

    /** Takes blocks in a row at or behind a place, clear of copies of the superblock. */
    private long claim(long from, int count) {
        long at = from;
        for (int g = (int) (from / BLOCKS_PER_GROUP); g <= (at + count - 1) / BLOCKS_PER_GROUP; g++) {
            long begin = firstBlock(g);
            long end = begin + superblockBlocks(g);
            if (at < end && at + count > begin) {
                at = end;
            }
        }
        fixed.add(new Run(at, count));
        return at;
    }

    /** The runs of blocks that are taken by the file system itself, in order and without overlap. */
    List<Run> fixed() {
        return fixed;
    }

    /** The size of the file system in blocks. */
    long blocks() {
        return blocks;
    }

    /** How many groups there are. */
    int groups() {
        return groups;
    }

    /** How many inodes there are in all. */
    long inodes() {
        return (long) groups * inodesPerGroup;
    }

    /** How many inodes a group has. */
    int inodesPerGroup() {
        return inodesPerGroup;
    }

    /** How many blocks the inode table of a group has. */
    int inodeTableBlocks() {
        return inodesPerGroup / INODES_PER_BLOCK;
    }

    /** How many blocks all group descriptors take. */
    int descriptorBlocks() {
        return descriptorBlocks;
    }

    /** How many blocks behind the descriptors are kept for more of them, so that the file system can be grown. */
    int reservedDescriptorBlocks() {
        return reservedDescriptorBlocks;
    }

    /** The first block of a group. */
    long firstBlock(int group) {
        return (long) group * BLOCKS_PER_GROUP;
    }

    /** How many blocks a group has; only the last may have fewer than the others. */
    int blocksIn(int group) {
        return (int) Math.min(BLOCKS_PER_GROUP, blocks - firstBlock(group));
    }

    /** How many blocks a superblock, the descriptors and their reserve take at the beginning of a group; 0 without. */
    int superblockBlocks(int group) {
        return hasSuperblock(group) ? 1 + descriptorBlocks + reservedDescriptorBlocks : 0;
    }

    /** Where a group's block bitmap is. */
    long blockBitmap(int group) {
        return blockBitmaps[group];
    }

    /** Where a group's inode bitmap is. */
    long inodeBitmap(int group) {
        return inodeBitmaps[group];
    }

    /** Where a group's inode table begins. */
    long inodeTable(int group) {
        return inodeTables[group];
    }

    /** Whether a group begins with a superblock: 0, 1 and the powers of 3, 5 and 7 (sparse_super). */
    static boolean hasSuperblock(int group) {
        return group <= 1 || isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
    }

    private static boolean isPower(int number, int base) {
        long power = base;
        while (power < number) {
            power *= base;
        }
        return power == number;
    }

    private static int groupsOf(long blocks) {
        return Math.toIntExact(Math.ceilDiv(blocks, (long) BLOCKS_PER_GROUP));
    }

    private static int descriptorBlocks(int groups) {
        return Math.ceilDiv(groups * DESCRIPTOR, BLOCK);
    }
}
