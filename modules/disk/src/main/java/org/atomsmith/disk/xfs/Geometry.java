package org.atomsmith.disk.xfs;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.filesystem.BlockStream;
import org.atomsmith.disk.filesystem.Run;

/**
 * What lies where in a file system of a size.
 *
 * <p>Growing adds allocation groups of the size that the first one has, and a thousand of them make a file system slow.
 * So one of less than 16 GiB has one group of up to 4 GiB, and what is left is the last, which grows first; a larger one
 * has four. The last holds the log where there are two, because {@code xfs_repair} expects the root directory where it
 * lies when no log is in front of it.
 */
final class Geometry {
    static final int BLOCK = BlockStream.BLOCK;
    static final int SECTOR = 512;
    static final int INODE = 512;
    static final int INODES_PER_BLOCK_LOG = 3;
    static final int CHUNK_INODES = 64;
    static final int CHUNK_BLOCKS = CHUNK_INODES * INODE / BLOCK;

    /** What mkfs.xfs makes at least, because the log of a smaller one would be too slow. */
    static final long SMALLEST = 300L << 20;

    private static final long LARGE_GROUP = (4L << 30) / BLOCK;
    private static final long LARGEST_GROUP = (1L << 40) / BLOCK - 1;
    private static final int GROUPS = 4;
    private static final long SMALLEST_LOG = (64L << 20) / BLOCK;
    private static final long LARGEST_LOG = (1L << 30) / BLOCK;
    private static final long LOG_SHARE = 2048;
    /** A last group has at least as many, so that it is of use. */
    private static final long SMALLEST_GROUP = (16L << 20) / BLOCK;

    private final long blocks;
    private final long groupBlocks;
    private final long logBlocks;
    private final int logGroup;
    private final List<Group> groups = new ArrayList<>();
    private final List<Run> fixed = new ArrayList<>();

    /**
     * Plans the groups.
     *
     * @param size of the file system in bytes
     * @param inodes how many there are to be
     */
    Geometry(long size, long inodes) {
        if (size < SMALLEST) {
            throw new IllegalArgumentException(
                    "an XFS file system has at least " + (SMALLEST >> 20) + " MiB, not " + (size >> 20));
        }
        blocks = size / BLOCK;
        logBlocks = Math.clamp(blocks / LOG_SHARE, SMALLEST_LOG, LARGEST_LOG);
        groupBlocks = chooseGroupBlocks();
        int count = (int) Math.ceilDiv(blocks, groupBlocks);
        logGroup = count / 2;
        long left = Math.ceilDiv(inodes, (long) CHUNK_INODES);
        for (int g = 0; g < count; g++) {
            Group group = group(g, left);
            groups.add(group);
            left -= group.chunks();
        }
        // The last group takes whatever is left: the file system is too small then, and said to be so.
        groups.forEach(this::fix);
    }

    private long chooseGroupBlocks() {
        long last = logBlocks + SMALLEST_GROUP;
        long wanted = Math.clamp(
                Math.max(Math.ceilDiv(blocks, (long) GROUPS), Math.min(LARGE_GROUP, blocks - last)), 1, LARGEST_GROUP);
        long count = Math.ceilDiv(blocks, wanted);
        long missing = last - (blocks - (count - 1) * wanted);
        return missing <= 0 ? wanted : wanted - Math.ceilDiv(missing, count - 1);
    }

    private Group group(int number, long chunksLeft) {
        long start = number * groupBlocks;
        long length = Math.min(groupBlocks, blocks - start);
        long head = Group.HEAD_BLOCKS + (number == logGroup ? logBlocks : 0);
        long inodes = Math.ceilDiv(head, (long) CHUNK_BLOCKS) * CHUNK_BLOCKS;
        boolean isLast = start + length == blocks;
        long chunks = isLast ? chunksLeft : Math.min(chunksLeft, (length - inodes) / (CHUNK_BLOCKS + 1));
        return new Group(number, start, length, inodes, chunks, InodeTree.leaves(chunks));
    }

    private void fix(Group group) {
        long head = Group.HEAD_BLOCKS + (group.number() == logGroup ? logBlocks : 0);
        fixed.add(new Run(group.start(), head));
        long inodes = group.chunks() * CHUNK_BLOCKS + group.leaves();
        if (inodes > 0) {
            fixed.add(new Run(group.start() + group.inodes(), inodes));
        }
    }

    long blocks() {
        return blocks;
    }

    long groupBlocks() {
        return groupBlocks;
    }

    /** How many bits a block of a group has in the number of a block. */
    int groupBlocksLog() {
        return Long.SIZE - Long.numberOfLeadingZeros(groupBlocks - 1);
    }

    List<Group> groups() {
        return groups;
    }

    /** What the file system itself occupies, in order. */
    List<Run> fixed() {
        return fixed;
    }

    long logBlocks() {
        return logBlocks;
    }

    /** The log's first block. */
    long log() {
        return groups.get(logGroup).start() + Group.HEAD_BLOCKS;
    }

    /** How many inodes there are, free ones included. */
    long inodes() {
        return groups.stream().mapToLong(Group::chunks).sum() * CHUNK_INODES;
    }

    /** The number of an inode, by its index from 0. */
    long inodeNumber(long index) {
        long chunk = index / CHUNK_INODES;
        for (Group group : groups) {
            if (chunk < group.chunks()) {
                long inGroup = ((group.inodes() + chunk * CHUNK_BLOCKS) << INODES_PER_BLOCK_LOG) + index % CHUNK_INODES;
                return ((long) group.number() << (groupBlocksLog() + INODES_PER_BLOCK_LOG)) | inGroup;
            }
            chunk -= group.chunks();
        }
        throw new IllegalArgumentException("there is no inode " + index);
    }

    /** A block as extents name it: the group's number in the upper bits. */
    long blockNumber(long block) {
        return block / groupBlocks << groupBlocksLog() | block % groupBlocks;
    }

    /** A block as headers name it, in units of 512 bytes. */
    static long sector(long block) {
        return block * (BLOCK / SECTOR);
    }

    /** What is free, in order: parts of a group from a block on, at most. */
    List<Run> free(Group group, long next) {
        List<Run> free = new ArrayList<>();
        long at = Math.max(next, group.start());
        long end = group.start() + group.length();
        for (Run run : fixed) {
            if (run.end() > at && run.start() < end) {
                if (run.start() > at) {
                    free.add(new Run(at, run.start() - at));
                }
                at = run.end();
            }
        }
        if (at < end) {
            free.add(new Run(at, end - at));
        }
        return free;
    }
}
