package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.tree.SpecialFile;

/** The extended attributes of an inode: in the inode, or in a leaf with large values in blocks behind it. */
final class XattrFork {
    /** No attributes. */
    static final XattrFork NONE = new XattrFork(List.of(), 0, 0, List.of());

    private static final int LARGEST_SHORT_VALUE = 255;
    /** More would leave too little of the inode for what it is made for. */
    private static final int LARGEST_LOCAL = 208;

    /** One is usual; more where a group ends in between. */
    private static final int MOST_EXTENTS = 4;

    private static final int SHORT_HEADER = 4;
    private static final int ALIGNMENT = 8;
    private static final int LEAF = 0x3bee;
    private static final int LEAF_HEADER = 80;
    private static final int LEAF_ENTRY = 8;
    private static final int LOCAL_FLAG = 1;
    private static final int LOCAL_HEADER = 3;
    private static final int REMOTE_HEADER = 9;
    private static final int LARGEST_LEAF_VALUE = Geometry.BLOCK * 3 / 4;
    private static final int REMOTE = 0x5841524d;
    private static final int REMOTE_BLOCK_HEADER = 56;
    private static final int REMOTE_BLOCK = Geometry.BLOCK - REMOTE_BLOCK_HEADER;

    private final List<Xattr> xattrs;
    private final int offset;
    private final int localBytes;
    private final List<Placed> leaf;

    /** An attribute in the leaf; its value begins at a block of the fork, 0 when it is in the leaf. */
    private record Placed(Xattr xattr, int hash, int valueBlock) {
        int bytes() {
            int bytes = valueBlock == 0
                    ? LOCAL_HEADER + xattr.name().length + xattr.value().length
                    : REMOTE_HEADER + xattr.name().length;
            return Math.ceilDiv(bytes, 4) * 4;
        }

        int valueBlocks() {
            return valueBlock == 0 ? 0 : Math.ceilDiv(xattr.value().length, REMOTE_BLOCK);
        }
    }

    private XattrFork(List<Xattr> xattrs, int offset, int localBytes, List<Placed> leaf) {
        this.xattrs = xattrs;
        this.offset = offset;
        this.localBytes = localBytes;
        this.leaf = leaf;
    }

    /**
     * Plans the attributes of an inode.
     *
     * @throws IllegalArgumentException when they are more than one leaf holds
     */
    static XattrFork of(PlannedInode inode) {
        List<Xattr> xattrs = Xattr.of(inode.attributes().xattrs(), inode.path());
        if (xattrs.isEmpty()) {
            return NONE;
        }
        // A device's number takes the first word, and what follows is the attributes' by definition.
        boolean special = inode.inode() instanceof SpecialFile;
        int local = SHORT_HEADER
                + xattrs.stream()
                        .mapToInt(x -> 3 + x.name().length + x.value().length)
                        .sum();
        if (local <= LARGEST_LOCAL && xattrs.stream().allMatch(x -> x.value().length <= LARGEST_SHORT_VALUE)) {
            int offset = (InodeRecord.LITERAL - local) / ALIGNMENT * ALIGNMENT;
            return new XattrFork(xattrs, special ? ALIGNMENT : offset, local, List.of());
        }
        List<Placed> leaf = place(xattrs);
        int bytes = LEAF_HEADER
                + leaf.stream().mapToInt(p -> LEAF_ENTRY + p.bytes()).sum();
        if (bytes > Geometry.BLOCK) {
            throw new IllegalArgumentException(inode.path() + ": its extended attributes are " + bytes
                    + " bytes, more than the " + Geometry.BLOCK + " of one block");
        }
        return new XattrFork(xattrs, special ? ALIGNMENT : InodeRecord.LITERAL - MOST_EXTENTS * Extent.BYTES, 0, leaf);
    }

    private static List<Placed> place(List<Xattr> xattrs) {
        List<Placed> placed = new ArrayList<>();
        int next = 1;
        for (Xattr xattr : xattrs) {
            int inLeaf = LOCAL_HEADER + xattr.name().length + xattr.value().length;
            Placed one = new Placed(xattr, NameHash.of(xattr.name()), inLeaf < LARGEST_LEAF_VALUE ? 0 : next);
            next += one.valueBlocks();
            placed.add(one);
        }
        placed.sort(Comparator.comparing(Placed::hash, Integer::compareUnsigned));
        return placed;
    }

    boolean isEmpty() {
        return xattrs.isEmpty();
    }

    /** Where in the inode's own area they begin, a multiple of 8; 0 when there are none. */
    int offset() {
        return offset;
    }

    /** Whether they are in the inode. */
    boolean isLocal() {
        return leaf.isEmpty();
    }

    /** How many blocks they need. */
    int blocks() {
        return leaf.isEmpty()
                ? 0
                : 1 + leaf.stream().mapToInt(Placed::valueBlocks).sum();
    }

    /** The form in the inode. */
    byte[] local() {
        ByteBuffer bytes = ByteBuffer.allocate(localBytes);
        bytes.putShort((short) localBytes).put((byte) xattrs.size()).put((byte) 0);
        for (Xattr xattr : xattrs) {
            bytes.put((byte) xattr.name().length).put((byte) xattr.value().length);
            bytes.put((byte) xattr.space()).put(xattr.name()).put(xattr.value());
        }
        return bytes.array();
    }

    /**
     * The blocks.
     *
     * @param places where they lie in the file system
     * @param inode the number of the inode
     */
    List<byte[]> encode(long[] places, long inode, UUID uuid) {
        List<byte[]> blocks = new ArrayList<>();
        blocks.add(leaf(places[0], inode, uuid));
        leaf.stream()
                .filter(p -> p.valueBlock() > 0)
                .sorted(Comparator.comparingInt(Placed::valueBlock))
                .forEach(p -> {
                    for (int i = 0; i < p.valueBlocks(); i++) {
                        blocks.add(value(p.xattr().value(), i * REMOTE_BLOCK, places[p.valueBlock() + i], inode, uuid));
                    }
                });
        return blocks;
    }

    private byte[] leaf(long place, long inode, UUID uuid) {
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putShort(8, (short) LEAF);
        block.putLong(16, Geometry.sector(place));
        Seal.uuid(block, 32, uuid);
        block.putLong(48, inode);
        int end = Geometry.BLOCK;
        int at = LEAF_HEADER;
        for (Placed placed : leaf) {
            Xattr xattr = placed.xattr();
            end -= placed.bytes();
            int flags = xattr.space() | (placed.valueBlock() == 0 ? LOCAL_FLAG : 0);
            block.putInt(at, placed.hash()).putShort(at + 4, (short) end).put(at + 6, (byte) flags);
            at += LEAF_ENTRY;
            block.position(end);
            if (placed.valueBlock() == 0) {
                block.putShort((short) xattr.value().length).put((byte) xattr.name().length);
                block.put(xattr.name()).put(xattr.value());
            } else {
                block.putInt(placed.valueBlock()).putInt(xattr.value().length);
                block.put((byte) xattr.name().length).put(xattr.name());
            }
        }
        block.putShort(56, (short) leaf.size()).putShort(58, (short) (Geometry.BLOCK - end));
        block.putShort(60, (short) end);
        // The one free piece lies between the entries and the names.
        block.putShort(64, (short) at).putShort(66, (short) (end - at));
        return Seal.crc(block.array(), 12);
    }

    private static byte[] value(byte[] value, int from, long place, long inode, UUID uuid) {
        int length = Math.min(value.length - from, REMOTE_BLOCK);
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putInt(REMOTE).putInt(from).putInt(length);
        Seal.uuid(block, 16, uuid);
        block.putLong(32, inode).putLong(40, Geometry.sector(place));
        block.put(REMOTE_BLOCK_HEADER, value, from, length);
        return Seal.crc(block.array(), 12);
    }
}
