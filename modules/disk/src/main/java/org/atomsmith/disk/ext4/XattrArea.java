package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The places of extended attributes: first the rest of the inode, then one block of its own, which inodes with the same
 * attributes share (Linux, Documentation/filesystems/ext4/attributes.rst).
 */
final class XattrArea {
    /** How many inodes may share one block (EXT4_XATTR_REFCOUNT_MAX). */
    static final int MOST_SHARED = 1024;

    /** How many bytes of the inode there are for attributes. */
    static final int IN_INODE_BYTES = Geometry.INODE - InodeRecord.FIXED_BYTES;

    private static final int MAGIC = 0xea020000;
    private static final int BLOCK_HEADER = 32;
    private static final int REFERENCES = 4;
    private static final int CHECKSUM = 16;
    private static final int END = 4;

    private XattrArea() {}

    /** What stands where. */
    record Split(List<Xattr> inInode, List<Xattr> inBlock) {}

    /**
     * Divides attributes.
     *
     * @param path the file, for messages
     * @throws IllegalArgumentException when they are too large for both places
     */
    static Split split(List<Xattr> all, String path) {
        List<Xattr> inInode = new ArrayList<>();
        List<Xattr> inBlock = new ArrayList<>();
        int roomInInode = IN_INODE_BYTES - 4 - END;
        int roomInBlock = Geometry.BLOCK - BLOCK_HEADER - END;
        for (Xattr xattr : all) {
            int size = xattr.entryBytes() + xattr.valueBytes();
            if (size <= roomInInode) {
                inInode.add(xattr);
                roomInInode -= size;
            } else {
                inBlock.add(xattr);
                roomInBlock -= size;
            }
        }
        if (roomInBlock < 0) {
            throw new IllegalArgumentException(path + ": its extended attributes are " + -roomInBlock
                    + " bytes larger than what ext4 can hold for one file");
        }
        return new Split(inInode, inBlock);
    }

    /** The bytes behind the fixed fields of an inode; empty without attributes. */
    static byte[] inInode(List<Xattr> xattrs) {
        if (xattrs.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer out = ByteBuffer.allocate(IN_INODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC);
        put(xattrs, out, 4, false);
        return out.array();
    }

    /** A block, with neither its number of references nor its checksum. */
    static byte[] block(List<Xattr> xattrs) {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        int hash = 0;
        for (Xattr xattr : xattrs) {
            hash = Integer.rotateLeft(hash, 16) ^ xattr.hash();
        }
        boolean hashed = xattrs.stream().allMatch(x -> x.hash() != 0);
        out.putInt(MAGIC).putInt(0).putInt(1).putInt(hashed ? hash : 0).position(BLOCK_HEADER);
        put(xattrs, out, 0, true);
        return out.array();
    }

    /**
     * Completes a block.
     *
     * @param block what {@link #block} gave; not changed
     * @param references how many inodes share it
     * @param place its block number
     * @param seed the file system's checksum seed
     */
    static byte[] complete(byte[] block, int references, long place, int seed) {
        byte[] done = block.clone();
        ByteBuffer out = ByteBuffer.wrap(done).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(REFERENCES, references);
        out.putInt(CHECKSUM, Crc32c.of(Crc32c.ofLong(seed, place), done));
        return done;
    }

    /** Puts entries from the buffer's position on and values from its end backwards. */
    private static void put(List<Xattr> xattrs, ByteBuffer out, int offsetsFrom, boolean hashed) {
        int end = out.capacity();
        for (Xattr xattr : xattrs) {
            int next = out.position() + xattr.entryBytes();
            end -= xattr.valueBytes();
            out.put((byte) xattr.name().length)
                    .put((byte) xattr.index())
                    .putShort((short) (xattr.value().length == 0 ? 0 : end - offsetsFrom))
                    .putInt(0)
                    .putInt(xattr.value().length)
                    .putInt(hashed ? xattr.hash() : 0)
                    .put(xattr.name())
                    .position(next);
            out.put(end, xattr.value());
        }
    }
}
