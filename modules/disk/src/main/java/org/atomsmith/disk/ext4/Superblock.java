package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The superblock (Linux, Documentation/filesystems/ext4/super.rst).
 *
 * @param freeBlocks how many blocks are free
 * @param lastInode the highest inode number in use
 * @param journal the {@code i_block} of the journal's inode, of which the superblock keeps a copy
 * @param journalSize the size of the journal in bytes
 */
record Superblock(
        Ext4Options options, Geometry geometry, long freeBlocks, long lastInode, byte[] journal, long journalSize) {
    /** The size of a superblock in bytes. */
    static final int BYTES = 1024;

    private static final short MAGIC = (short) 0xef53;
    private static final int COMPAT_HAS_JOURNAL = 0x4;
    private static final int COMPAT_EXT_ATTR = 0x8;
    private static final int COMPAT_RESIZE_INODE = 0x10;
    private static final int COMPAT_DIR_INDEX = 0x20;
    private static final int INCOMPAT_FILETYPE = 0x2;
    private static final int INCOMPAT_EXTENTS = 0x40;
    private static final int INCOMPAT_64BIT = 0x80;
    private static final int INCOMPAT_FLEX_BG = 0x200;
    private static final int INCOMPAT_CSUM_SEED = 0x2000;
    private static final int RO_SPARSE_SUPER = 0x1;
    private static final int RO_LARGE_FILE = 0x2;
    private static final int RO_HUGE_FILE = 0x8;
    private static final int RO_DIR_NLINK = 0x20;
    private static final int RO_EXTRA_ISIZE = 0x40;
    private static final int RO_METADATA_CSUM = 0x400;
    private static final int FLAG_UNSIGNED_HASH = 2;
    private static final int MOUNT_XATTR_AND_ACL = 0xc;
    private static final int CHECKSUM = 0x3fc;

    /** Encodes the copy that stands in a group. */
    byte[] encode(int group) {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int time = (int) options.timestamp();
        long reserved = geometry.blocks() * options.reservedPercent() / 100;
        out.putInt((int) geometry.inodes()).putInt((int) geometry.blocks()).putInt((int) reserved);
        out.putInt((int) freeBlocks)
                .putInt((int) (geometry.inodes() - lastInode))
                .putInt(0);
        out.putInt(2).putInt(2);
        out.putInt(Geometry.BLOCKS_PER_GROUP).putInt(Geometry.BLOCKS_PER_GROUP).putInt(geometry.inodesPerGroup());
        out.putInt(0).putInt(time).putShort((short) 0).putShort((short) -1).putShort(MAGIC);
        out.putShort((short) 1).putShort((short) 1).putShort((short) 0);
        out.putInt(time).putInt(0).putInt(0).putInt(1).putInt(0);
        out.putInt(Numbering.LOST_AND_FOUND).putShort((short) Geometry.INODE).putShort((short) group);
        putFeatures(out);
        out.put(Uuids.bytes(options.uuid()));
        out.put(Arrays.copyOf(options.label().getBytes(StandardCharsets.UTF_8), 16));
        out.putShort(0xce, (short) geometry.reservedDescriptorBlocks());
        out.putInt(0xe0, Journal.INODE);
        out.put(0xec, Uuids.bytes(options.hashSeed()));
        out.put(0xfc, (byte) HalfMd4.VERSION).put(0xfd, (byte) 1);
        out.putShort(0xfe, (short) Geometry.DESCRIPTOR);
        out.putInt(0x100, MOUNT_XATTR_AND_ACL);
        out.putInt(0x108, time);
        out.put(0x10c, journal).putInt(0x148, (int) (journalSize >>> 32)).putInt(0x14c, (int) journalSize);
        out.putInt(0x150, (int) (geometry.blocks() >>> 32));
        out.putInt(0x154, (int) (reserved >>> 32));
        out.putInt(0x158, (int) (freeBlocks >>> 32));
        out.putShort(0x15c, (short) 32).putShort(0x15e, (short) 32);
        out.putInt(0x160, FLAG_UNSIGNED_HASH);
        out.put(0x174, (byte) Geometry.LOG_GROUPS_PER_FLEX).put(0x175, (byte) 1);
        if (options.checksumSeed()) {
            out.putInt(0x270, Checksums.of(options.uuid()).seed());
        }
        putHighTimes(out);
        out.putInt(CHECKSUM, Crc32c.of(~0, out.array(), 0, CHECKSUM));
        return out.array();
    }

    private void putFeatures(ByteBuffer out) {
        boolean resizable = geometry.reservedDescriptorBlocks() > 0;
        out.putInt(COMPAT_HAS_JOURNAL | COMPAT_EXT_ATTR | COMPAT_DIR_INDEX | (resizable ? COMPAT_RESIZE_INODE : 0));
        out.putInt(INCOMPAT_FILETYPE
                | INCOMPAT_EXTENTS
                | INCOMPAT_64BIT
                | INCOMPAT_FLEX_BG
                | (options.checksumSeed() ? INCOMPAT_CSUM_SEED : 0));
        out.putInt(RO_SPARSE_SUPER | RO_LARGE_FILE | RO_HUGE_FILE | RO_DIR_NLINK | RO_EXTRA_ISIZE | RO_METADATA_CSUM);
    }

    /** The bits above 32 of the times of writing, creation and check. */
    private void putHighTimes(ByteBuffer out) {
        byte high = (byte) (options.timestamp() >>> 32);
        out.put(0x274, high).put(0x276, high).put(0x277, high);
    }
}
