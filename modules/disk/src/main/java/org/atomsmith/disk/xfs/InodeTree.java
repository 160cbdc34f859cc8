package org.atomsmith.disk.xfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The tree of a group's inodes, 64 to a record: one block, or a root above leaves. */
final class InodeTree {
    private static final int RECORD = 16;
    private static final int PER_LEAF = (Geometry.BLOCK - TreeBlock.HEADER) / RECORD;
    private static final int PER_ROOT = (Geometry.BLOCK - TreeBlock.HEADER) / (2 * Integer.BYTES);

    private final Group group;
    private final int free;
    private final TreeBlock blocks;

    /**
     * The tree of a group.
     *
     * @param free how many of its last inodes are free, fewer than 64
     */
    InodeTree(Group group, int free, UUID uuid) {
        this.group = group;
        this.free = free;
        this.blocks = new TreeBlock(group, uuid);
    }

    /** How many leaves beside the root so many chunks need. */
    static int leaves(long chunks) {
        long leaves = chunks <= PER_LEAF ? 0 : Math.ceilDiv(chunks, (long) PER_LEAF);
        if (leaves > PER_ROOT) {
            throw new IllegalArgumentException("more than " + (long) PER_ROOT * PER_LEAF * Geometry.CHUNK_INODES
                    + " inodes in a group of an XFS file system are not planned for");
        }
        return (int) leaves;
    }

    /** How many levels there are. */
    int levels() {
        return group.leaves() == 0 ? 1 : 2;
    }

    byte[] root() {
        int leaves = group.leaves();
        if (leaves == 0) {
            return blocks.root(TreeBlock.INODES, Group.INODES, 0, (int) group.chunks(), records(0, group.chunks()));
        }
        ByteBuffer content = ByteBuffer.allocate(PER_ROOT * 2 * Integer.BYTES);
        for (int i = 0; i < leaves; i++) {
            content.putInt(i * Integer.BYTES, (int) first(begin(i)));
            content.putInt((PER_ROOT + i) * Integer.BYTES, (int) (group.leavesPlace() + i));
        }
        return blocks.root(TreeBlock.INODES, Group.INODES, 1, leaves, content.array());
    }

    /** The leaves below the root, in order. */
    byte[] leaves() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int first = (int) group.leavesPlace();
        for (int i = 0; i < group.leaves(); i++) {
            long from = begin(i);
            long to = begin(i + 1);
            all.writeBytes(blocks.of(
                    TreeBlock.INODES,
                    first + i,
                    0,
                    (int) (to - from),
                    records(from, to),
                    i == 0 ? -1 : first + i - 1,
                    i == group.leaves() - 1 ? -1 : first + i + 1));
        }
        return all.toByteArray();
    }

    /** The root of the tree that has only what is not full. */
    byte[] freeRoot() {
        long from = free == 0 ? group.chunks() : group.chunks() - 1;
        return blocks.root(
                TreeBlock.FREE_INODES,
                Group.FREE_INODES,
                0,
                (int) (group.chunks() - from),
                records(from, group.chunks()));
    }

    /** The first chunk of a leaf: all have the same share, because only a root may be less than half full. */
    private long begin(int leaf) {
        return group.chunks() * leaf / group.leaves();
    }

    private long first(long chunk) {
        return group.inodes() + chunk * Geometry.CHUNK_BLOCKS << Geometry.INODES_PER_BLOCK_LOG;
    }

    private byte[] records(long from, long to) {
        ByteBuffer records = ByteBuffer.allocate((int) (to - from) * RECORD);
        for (long chunk = from; chunk < to; chunk++) {
            int unused = chunk == group.chunks() - 1 ? free : 0;
            records.putInt((int) first(chunk));
            // No holes: all 64 are there.
            records.putShort((short) 0);
            records.put((byte) Geometry.CHUNK_INODES).put((byte) unused);
            records.putLong(unused == 0 ? 0 : -1L << (Geometry.CHUNK_INODES - unused));
        }
        return records.array();
    }
}
