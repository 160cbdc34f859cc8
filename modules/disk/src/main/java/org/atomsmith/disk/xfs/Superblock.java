package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The superblock, of which every group has a copy. */
final class Superblock {
    private static final int MAGIC = 0x58465342;
    /** Version 5 with nlink, attributes, alignment of inodes, log v2, extent flags, directories v2 and more bits. */
    private static final int VERSION = 0xb4b5;
    /** Lazy counters, attributes v2, 32-bit project numbers, checksums. */
    private static final int FEATURES = 0x18a;
    /** Free inodes' tree, shared blocks, counters of the inodes' trees. */
    private static final int READ_ONLY_COMPATIBLE = 0xd;
    /** Types in directories, sparse chunks of inodes, times beyond 2038. */
    private static final int INCOMPATIBLE = 0xb;

    private static final int INODE_PERCENT = 25;
    private static final int BLOCK_LOG = 12;
    private static final int SECTOR_LOG = 9;
    private static final int INODE_LOG = 9;
    private static final int CLUSTER_BLOCKS = 4;

    private Superblock() {}

    /**
     * The sector.
     *
     * @param freeInodes how many inodes are free
     * @param freeBlocks how many blocks, those that groups reserve for their trees included
     */
    static byte[] encode(XfsOptions options, Geometry geometry, long freeInodes, long freeBlocks) {
        ByteBuffer sector = ByteBuffer.allocate(Geometry.SECTOR);
        sector.putInt(MAGIC).putInt(Geometry.BLOCK).putLong(geometry.blocks());
        Seal.uuid(sector, 32, options.uuid());
        sector.putLong(48, geometry.blockNumber(geometry.log()));
        sector.putLong(56, geometry.inodeNumber(Numbering.ROOT));
        sector.putLong(64, geometry.inodeNumber(Numbering.REALTIME_BITMAP));
        sector.putLong(72, geometry.inodeNumber(Numbering.REALTIME_SUMMARY));
        sector.position(80);
        // The realtime section's extent, of which there are none.
        sector.putInt(1);
        sector.putInt((int) geometry.groupBlocks());
        sector.putInt(geometry.groups().size());
        sector.putInt(0);
        sector.putInt((int) geometry.logBlocks());
        sector.putShort((short) VERSION);
        sector.putShort((short) Geometry.SECTOR).putShort((short) Geometry.INODE);
        sector.putShort((short) (1 << Geometry.INODES_PER_BLOCK_LOG));
        sector.put(108, options.label().getBytes(StandardCharsets.UTF_8));
        sector.position(120);
        sector.put((byte) BLOCK_LOG).put((byte) SECTOR_LOG).put((byte) INODE_LOG);
        sector.put((byte) Geometry.INODES_PER_BLOCK_LOG).put((byte) geometry.groupBlocksLog());
        sector.put((byte) 0).put((byte) 0).put((byte) INODE_PERCENT);
        sector.putLong(geometry.inodes()).putLong(freeInodes).putLong(freeBlocks);
        sector.putInt(180, Geometry.CHUNK_BLOCKS);
        // The log's stripe: none.
        sector.putInt(196, 1);
        sector.putInt(200, FEATURES).putInt(204, FEATURES);
        sector.putInt(212, READ_ONLY_COMPATIBLE).putInt(216, INCOMPATIBLE);
        sector.putInt(228, CLUSTER_BLOCKS);
        return Seal.crc(sector.array(), 224);
    }
}
