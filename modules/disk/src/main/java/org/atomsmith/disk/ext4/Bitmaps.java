package org.atomsmith.disk.ext4;

import java.util.Arrays;
import java.util.List;
import org.atomsmith.disk.filesystem.Run;

/**
 * Which blocks and inodes of each group are in use. Both are handed out from front to back, so that a bitmap follows from
 * how far that came.
 */
final class Bitmaps {
    private final Geometry geometry;
    private final long nextBlock;
    private final long lastInode;

    /**
     * Describes the use.
     *
     * @param nextBlock the first block that was not handed out
     * @param lastInode the highest inode number in use
     */
    Bitmaps(Geometry geometry, long nextBlock, long lastInode) {
        this.geometry = geometry;
        this.nextBlock = nextBlock;
        this.lastInode = lastInode;
    }

    /** The block bitmap of a group; bits beyond the end of the file system are set. */
    byte[] blocks(int group) {
        byte[] bits = new byte[Geometry.BLOCK];
        long first = geometry.firstBlock(group);
        set(bits, 0, nextBlock - first);
        List<Run> fixed = geometry.fixed();
        long end = first + geometry.blocksIn(group);
        for (int i = firstEndingBehind(first); i < fixed.size() && fixed.get(i).start() < end; i++) {
            set(bits, fixed.get(i).start() - first, fixed.get(i).end() - first);
        }
        set(bits, geometry.blocksIn(group), Geometry.BLOCKS_PER_GROUP);
        return bits;
    }

    /** The index of the first fixed run that ends behind a block; the runs are in order and do not overlap. */
    private int firstEndingBehind(long block) {
        List<Run> fixed = geometry.fixed();
        int low = 0;
        int high = fixed.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (fixed.get(middle).end() > block) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The inode bitmap of a group; bits beyond the number of inodes are set. */
    byte[] inodes(int group) {
        byte[] bits = new byte[Geometry.BLOCK];
        set(bits, 0, usedInodes(group));
        set(bits, geometry.inodesPerGroup(), Geometry.BLOCKS_PER_GROUP);
        return bits;
    }

    /** How many inodes of a group are in use: the first ones. */
    int usedInodes(int group) {
        long before = (long) group * geometry.inodesPerGroup();
        return (int) Math.clamp(lastInode - before, 0L, (long) geometry.inodesPerGroup());
    }

    /** How many blocks of a group are free. */
    int freeBlocks(int group) {
        int used = 0;
        for (byte b : blocks(group)) {
            used += Integer.bitCount(b & 0xff);
        }
        return Geometry.BLOCKS_PER_GROUP - used;
    }

    private static void set(byte[] bits, long from, long to) {
        int begin = (int) Math.clamp(from, 0L, (long) bits.length * 8);
        int end = (int) Math.clamp(to, 0L, (long) bits.length * 8);
        while (begin < end && begin % 8 != 0) {
            bits[begin / 8] |= (byte) (1 << begin % 8);
            begin++;
        }
        if (begin < end) {
            Arrays.fill(bits, begin / 8, end / 8, (byte) 0xff);
            for (int bit = Math.max(begin, end / 8 * 8); bit < end; bit++) {
                bits[bit / 8] |= (byte) (1 << bit % 8);
            }
        }
    }
}
