package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.util.UUID;

/** A block of one of a group's trees: a header of 56 bytes, then records, or keys and pointers. */
final class TreeBlock {
    static final int HEADER = 56;
    static final int FREE_BY_PLACE = 0x41423342;
    static final int FREE_BY_LENGTH = 0x41423343;
    static final int INODES = 0x49414233;
    static final int FREE_INODES = 0x46494233;
    static final int SHARED = 0x52334643;

    private static final int NONE = -1;

    private final Group group;
    private final UUID uuid;

    TreeBlock(Group group, UUID uuid) {
        this.group = group;
        this.uuid = uuid;
    }

    /** The block that is the whole tree. */
    byte[] root(int magic, int place, int level, int count, byte[] content) {
        return of(magic, place, level, count, content, NONE, NONE);
    }

    /**
     * A block.
     *
     * @param place in the group
     * @param level 0 for leaves
     * @param content what follows the header
     * @param left the place of the one in front of it on its level, or -1
     * @param right the place of the one behind it, or -1
     */
    byte[] of(int magic, long place, int level, int count, byte[] content, int left, int right) {
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putInt(magic).putShort((short) level).putShort((short) count);
        block.putInt(left).putInt(right);
        block.putLong(Geometry.sector(group.start() + place));
        Seal.uuid(block, 32, uuid);
        block.putInt(48, group.number());
        block.put(HEADER, content);
        return Seal.crc(block.array(), 52);
    }
}
