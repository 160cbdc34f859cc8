package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The table of group descriptors (Linux, Documentation/filesystems/ext4/group_descr.rst). */
final class GroupDescriptors {
    private static final int FLAG_INODES_UNUSED = 1;
    private static final int FLAG_BLOCKS_UNUSED = 2;
    private static final int FLAG_TABLE_ZEROED = 4;
    private static final int CHECKSUM = 0x1e;

    private final Geometry geometry;
    private final Bitmaps bitmaps;
    private final Checksums checksums;
    private final int[] directories;

    /**
     * Describes the groups.
     *
     * @param directories how many directories each group has
     */
    GroupDescriptors(Geometry geometry, Bitmaps bitmaps, Checksums checksums, int[] directories) {
        this.geometry = geometry;
        this.bitmaps = bitmaps;
        this.checksums = checksums;
        this.directories = directories;
    }

    /** Whether a group has no inode in use: its inode bitmap need not be read. */
    boolean inodesUnused(int group) {
        return bitmaps.usedInodes(group) == 0;
    }

    /**
     * Whether a group holds nothing but its copy of the superblock: its block bitmap need not be read. The last group's
     * bitmap always counts, because it says where the file system ends.
     */
    boolean blocksUnused(int group) {
        return group != geometry.groups() - 1
                && bitmaps.freeBlocks(group) == Geometry.BLOCKS_PER_GROUP - geometry.superblockBlocks(group);
    }

    /** The whole table, in whole blocks. */
    byte[] encode() {
        byte[] table = new byte[geometry.descriptorBlocks() * Geometry.BLOCK];
        for (int g = 0; g < geometry.groups(); g++) {
            System.arraycopy(descriptor(g), 0, table, g * Geometry.DESCRIPTOR, Geometry.DESCRIPTOR);
        }
        return table;
    }

    private byte[] descriptor(int group) {
        int free = bitmaps.freeBlocks(group);
        int unusedInodes = geometry.inodesPerGroup() - bitmaps.usedInodes(group);
        int flags = FLAG_TABLE_ZEROED
                | (inodesUnused(group) ? FLAG_INODES_UNUSED : 0)
                | (blocksUnused(group) ? FLAG_BLOCKS_UNUSED : 0);
        int blocksChecksum = blocksUnused(group) ? 0 : Crc32c.of(checksums.seed(), bitmaps.blocks(group));
        int inodesChecksum = inodesUnused(group)
                ? 0
                : Crc32c.of(checksums.seed(), bitmaps.inodes(group), 0, geometry.inodesPerGroup() / 8);
        ByteBuffer out = ByteBuffer.allocate(Geometry.DESCRIPTOR).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt((int) geometry.blockBitmap(group))
                .putInt((int) geometry.inodeBitmap(group))
                .putInt((int) geometry.inodeTable(group));
        out.putShort((short) free).putShort((short) unusedInodes).putShort((short) directories[group]);
        out.putShort((short) flags).putInt(0);
        out.putShort((short) blocksChecksum).putShort((short) inodesChecksum);
        out.putShort((short) unusedInodes).putShort((short) 0);
        out.putInt((int) (geometry.blockBitmap(group) >>> 32))
                .putInt((int) (geometry.inodeBitmap(group) >>> 32))
                .putInt((int) (geometry.inodeTable(group) >>> 32));
        out.putShort((short) (free >>> 16)).putShort((short) (unusedInodes >>> 16));
        out.putShort((short) (directories[group] >>> 16)).putShort((short) (unusedInodes >>> 16));
        out.putInt(0).putShort((short) (blocksChecksum >>> 16)).putShort((short) (inodesChecksum >>> 16));
        int checksum = Crc32c.of(Crc32c.ofInt(checksums.seed(), group), out.array());
        return out.putShort(CHECKSUM, (short) checksum).array();
    }
}
