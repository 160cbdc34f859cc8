package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.filesystem.Run;

/**
 * Where the blocks of a file are: up to four extents in the inode, more in a tree of blocks whose root is in the inode
 * (Linux, Documentation/filesystems/ext4/ifork.rst).
 */
final class ExtentTree {
    /** The size of the root, the inode's {@code i_block}. */
    static final int ROOT_BYTES = 60;

    private static final short MAGIC = (short) 0xf30a;
    private static final int ENTRY = 12;
    private static final int IN_ROOT = ROOT_BYTES / ENTRY - 1;
    private static final int IN_BLOCK = (Geometry.BLOCK - 4) / ENTRY - 1;
    private static final int CHECKSUM = ENTRY * (1 + IN_BLOCK);
    private static final int LONGEST = 32768;

    private final List<Extent> extents;

    /** Blocks in a row, both in the file and on the disk. */
    private record Extent(long logical, long physical, int length) {}

    /** An entry of an inner node. */
    private record Child(long logical, long block) {}

    /** Describes a file whose blocks are these runs, in order and without holes. */
    ExtentTree(List<Run> runs) {
        this.extents = new ArrayList<>(runs.size());
        long logical = 0;
        for (Run run : runs) {
            for (long done = 0; done < run.count(); done += LONGEST) {
                int length = (int) Math.min(LONGEST, run.count() - done);
                extents.add(new Extent(logical, run.start() + done, length));
                logical += length;
            }
        }
    }

    /** How many blocks the tree needs beside the root. */
    int blocks() {
        int total = 0;
        int nodes = extents.size();
        while (nodes > IN_ROOT) {
            nodes = Math.ceilDiv(nodes, IN_BLOCK);
            total += nodes;
        }
        return total;
    }

    /** The encoded tree: the root for the inode and the blocks in the order in which their places were given. */
    record Encoded(byte[] root, List<byte[]> blocks) {}

    /**
     * Encodes the tree.
     *
     * @param places where its {@link #blocks()} blocks are
     * @param seed the inode's checksum seed
     */
    Encoded encode(long[] places, int seed) {
        List<byte[]> blocks = new ArrayList<>();
        if (extents.size() <= IN_ROOT) {
            return new Encoded(node(ROOT_BYTES, 0, leaves(extents)), blocks);
        }
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < extents.size(); i += IN_BLOCK) {
            List<Extent> part = extents.subList(i, Math.min(extents.size(), i + IN_BLOCK));
            children.add(new Child(part.getFirst().logical(), places[blocks.size()]));
            blocks.add(checked(node(Geometry.BLOCK, 0, leaves(part)), seed));
        }
        int depth = 1;
        while (children.size() > IN_ROOT) {
            List<Child> above = new ArrayList<>();
            for (int i = 0; i < children.size(); i += IN_BLOCK) {
                List<Child> part = children.subList(i, Math.min(children.size(), i + IN_BLOCK));
                above.add(new Child(part.getFirst().logical(), places[blocks.size()]));
                blocks.add(checked(node(Geometry.BLOCK, depth, inner(part)), seed));
            }
            children = above;
            depth++;
        }
        return new Encoded(node(ROOT_BYTES, depth, inner(children)), blocks);
    }

    private static byte[] node(int size, int depth, byte[] entries) {
        int most = size == ROOT_BYTES ? IN_ROOT : IN_BLOCK;
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(MAGIC)
                .putShort((short) (entries.length / ENTRY))
                .putShort((short) most)
                .putShort((short) depth)
                .putInt(0)
                .put(entries)
                .array();
    }

    private static byte[] leaves(List<Extent> extents) {
        ByteBuffer out = ByteBuffer.allocate(extents.size() * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        for (Extent e : extents) {
            out.putInt((int) e.logical())
                    .putShort((short) e.length())
                    .putShort((short) (e.physical() >>> 32))
                    .putInt((int) e.physical());
        }
        return out.array();
    }

    private static byte[] inner(List<Child> children) {
        ByteBuffer out = ByteBuffer.allocate(children.size() * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        for (Child c : children) {
            out.putInt((int) c.logical())
                    .putInt((int) c.block())
                    .putShort((short) (c.block() >>> 32))
                    .putShort((short) 0);
        }
        return out.array();
    }

    private static byte[] checked(byte[] block, int seed) {
        int checksum = Crc32c.of(seed, block, 0, CHECKSUM);
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM, checksum);
        return block;
    }
}
