package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The blocks of a directory that find entries by the hash of their names: one leaf, or leaves with nodes above them. */
final class HashLeaves {
    static final int HEADER = 64;
    static final int ENTRY = 8;

    private static final int SINGLE = 0x3df1;
    private static final int LEAF = 0x3dff;
    private static final int NODE = 0x3ebe;
    private static final int PER_BLOCK = (Geometry.BLOCK - HEADER) / ENTRY;

    private final List<Hash> hashes;
    private final long directory;
    private final UUID uuid;
    private final long first;

    /**
     * Where an entry is.
     *
     * @param address in the directory, in units of 8 bytes; or the block of a node's child
     */
    record Hash(int hash, int address) {}

    /**
     * The blocks of a directory.
     *
     * @param hashes sorted
     * @param directory the number of the directory's inode
     * @param first where the first of the blocks lies in the directory
     */
    HashLeaves(List<Hash> hashes, long directory, UUID uuid, long first) {
        this.hashes = hashes;
        this.directory = directory;
        this.uuid = uuid;
        this.first = first;
    }

    /** How many blocks on each level, the root first. */
    private static int[] levels(int hashes) {
        int[] levels = {Math.ceilDiv(hashes, PER_BLOCK)};
        while (levels[0] > 1 || levels.length == 1) {
            int[] more = new int[levels.length + 1];
            System.arraycopy(levels, 0, more, 1, levels.length);
            more[0] = Math.ceilDiv(levels[0], PER_BLOCK);
            levels = more;
        }
        return levels;
    }

    /** How many blocks so many entries need when one is not enough. */
    static int blocks(int hashes) {
        return Arrays.stream(levels(hashes)).sum();
    }

    /**
     * The one leaf, which also says how much is free in each block of entries.
     *
     * @param place of it in the file system
     */
    byte[] single(long place, int[] bests) {
        ByteBuffer block = block(SINGLE, place, 0, 0);
        block.putShort(56, (short) hashes.size());
        put(block, hashes);
        int at = Geometry.BLOCK - Integer.BYTES - bests.length * Short.BYTES;
        for (int best : bests) {
            block.putShort(at, (short) best);
            at += Short.BYTES;
        }
        block.putInt(at, bests.length);
        return Seal.crc(block.array(), 12);
    }

    /**
     * Nodes and leaves: the root first, each level in order.
     *
     * @param places where the directory's blocks lie in the file system
     * @param from the index of the first of these blocks in {@code places}
     */
    List<byte[]> several(long[] places, int from) {
        int[] levels = levels(hashes.size());
        int[] begin = new int[levels.length];
        for (int i = 1; i < levels.length; i++) {
            begin[i] = begin[i - 1] + levels[i - 1];
        }
        List<byte[]> reversed = new ArrayList<>();
        List<Hash> below = hashes;
        for (int depth = levels.length - 1; depth >= 0; depth--) {
            int level = levels.length - 1 - depth;
            List<Hash> above = new ArrayList<>();
            List<byte[]> row = new ArrayList<>();
            for (int i = 0; i < levels[depth]; i++) {
                List<Hash> part = below.subList(i * PER_BLOCK, Math.min((i + 1) * PER_BLOCK, below.size()));
                int own = (int) first + begin[depth] + i;
                ByteBuffer block = block(
                        level == 0 ? LEAF : NODE,
                        places[from + begin[depth] + i],
                        i + 1 < levels[depth] ? own + 1 : 0,
                        i > 0 ? own - 1 : 0);
                block.putShort(56, (short) part.size());
                block.putShort(58, (short) level);
                put(block, part);
                row.add(Seal.crc(block.array(), 12));
                above.add(new Hash(part.getLast().hash(), own));
            }
            reversed.addAll(row.reversed());
            below = above;
        }
        return reversed.reversed();
    }

    private ByteBuffer block(int magic, long place, int next, int before) {
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putInt(next).putInt(before).putShort((short) magic);
        block.putLong(16, Geometry.sector(place));
        Seal.uuid(block, 32, uuid);
        block.putLong(48, directory);
        return block;
    }

    private static void put(ByteBuffer block, List<Hash> part) {
        block.position(HEADER);
        part.forEach(hash -> block.putInt(hash.hash()).putInt(hash.address()));
    }
}
