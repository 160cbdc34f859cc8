package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The inode that keeps blocks behind each copy of the group descriptors for those of groups to come, so that the file
 * system can be grown while it is mounted. Its double indirect block names the reserved blocks of group 0, and each of
 * these names its counterparts in the other groups (e2fsprogs, lib/ext2fs/res_gdt.c).
 */
final class ResizeInode {
    /** The inode's number. */
    static final int INODE = 7;

    private static final int ADDRESSES = Geometry.BLOCK / 4;
    private static final int DIRECT = 12;
    private static final int DOUBLE_INDIRECT = 13;

    private final Geometry geometry;
    private final long place;

    /**
     * Describes the inode.
     *
     * @param place where its double indirect block is
     */
    ResizeInode(Geometry geometry, long place) {
        this.geometry = geometry;
        this.place = place;
    }

    /** The double indirect block. */
    byte[] doubleIndirect() {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < geometry.reservedDescriptorBlocks(); i++) {
            int slot = (geometry.descriptorBlocks() + i) % ADDRESSES;
            out.putInt(4 * slot, (int) reserved(i));
        }
        return out.array();
    }

    /** The reserved blocks of group 0, one after the other. */
    byte[] reservedOfFirstGroup() {
        byte[] all = new byte[geometry.reservedDescriptorBlocks() * Geometry.BLOCK];
        ByteBuffer out = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < geometry.reservedDescriptorBlocks(); i++) {
            out.position(i * Geometry.BLOCK);
            for (int g = 1; g < geometry.groups(); g++) {
                if (Geometry.hasSuperblock(g)) {
                    out.putInt((int) (reserved(i) + geometry.firstBlock(g)));
                }
            }
        }
        return all;
    }

    private long reserved(int index) {
        return 1L + geometry.descriptorBlocks() + index;
    }

    /** The inode itself. */
    InodeRecord inode(long time) {
        long copies = 0;
        for (int g = 0; g < geometry.groups(); g++) {
            copies += Geometry.hasSuperblock(g) ? 1 : 0;
        }
        byte[] block = new byte[ExtentTree.ROOT_BYTES];
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(4 * DOUBLE_INDIRECT, (int) place);
        long size = ((long) ADDRESSES * ADDRESSES + ADDRESSES + DIRECT) * Geometry.BLOCK;
        long occupied = 1 + copies * geometry.reservedDescriptorBlocks();
        return new InodeRecord(0x8180, 0, 0, size, 1, occupied, 0, block, 0, time, time, new byte[0]);
    }
}
