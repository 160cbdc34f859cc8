package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.filesystem.InodeType;

/**
 * A directory in the smallest form that holds it: in the inode; in one block with its hashes; in blocks of entries with
 * a leaf of hashes; or with several leaves, nodes above them, and blocks that tell what is free.
 */
final class DirectoryForm {
    private static final long LEAVES_AT = (32L << 30) / Geometry.BLOCK;
    private static final long FREE_AT = (64L << 30) / Geometry.BLOCK;
    private static final int FREE_HEADER = 64;
    private static final int BESTS_PER_BLOCK = (Geometry.BLOCK - FREE_HEADER) / Short.BYTES;
    private static final int HASH_BYTES = 8;
    private static final int TAIL_BYTES = 8;
    private static final long LARGEST_SHORT_NUMBER = 0xffff_ffffL;
    private static final int FREE_INDEX = 0x58444633;

    private final long number;
    private final long parent;
    private final List<DirectoryEntry> entries;
    /** The entries of blocks: {@code .} and {@code ..} are only there. */
    private final List<DirectoryEntry> all = new ArrayList<>();
    /** Of each block of entries, the index in {@link #all} of its first. */
    private final List<Integer> firsts = new ArrayList<>();

    private final boolean isOneBlock;

    DirectoryForm(long number, long parent, List<DirectoryEntry> entries) {
        this.number = number;
        this.parent = parent;
        this.entries = entries;
        all.add(new DirectoryEntry(".".getBytes(StandardCharsets.US_ASCII), number, InodeType.DIRECTORY));
        all.add(new DirectoryEntry("..".getBytes(StandardCharsets.US_ASCII), parent, InodeType.DIRECTORY));
        all.addAll(entries);
        int bytes = all.stream().mapToInt(DirectoryEntry::bytes).sum();
        isOneBlock = DirectoryBlock.HEADER + bytes + all.size() * HASH_BYTES + TAIL_BYTES <= Geometry.BLOCK;
        fill();
    }

    private void fill() {
        int used = Geometry.BLOCK;
        for (int i = 0; i < all.size(); i++) {
            int bytes = all.get(i).bytes();
            if (used + bytes > Geometry.BLOCK) {
                firsts.add(i);
                used = DirectoryBlock.HEADER;
            }
            used += bytes;
        }
    }

    private boolean isWide() {
        return parent > LARGEST_SHORT_NUMBER || entries.stream().anyMatch(e -> e.inode() > LARGEST_SHORT_NUMBER);
    }

    /** How many bytes the form in the inode has. */
    int localBytes() {
        int numberBytes = isWide() ? Long.BYTES : Integer.BYTES;
        return 2
                + numberBytes
                + entries.stream()
                        .mapToInt(e -> 1 + Short.BYTES + e.name().length + 1 + numberBytes)
                        .sum();
    }

    /** The form in the inode: each entry says as well where it would lie in a block. */
    byte[] local() {
        boolean wide = isWide();
        ByteBuffer bytes = ByteBuffer.allocate(localBytes());
        bytes.put((byte) entries.size());
        long wideNumbers =
                entries.stream().filter(e -> e.inode() > LARGEST_SHORT_NUMBER).count()
                        + (parent > LARGEST_SHORT_NUMBER ? 1 : 0);
        bytes.put((byte) wideNumbers);
        put(bytes, parent, wide);
        int place = DirectoryBlock.HEADER + all.get(0).bytes() + all.get(1).bytes();
        for (DirectoryEntry entry : entries) {
            bytes.put((byte) entry.name().length).putShort((short) place);
            bytes.put(entry.name()).put((byte) entry.type().entryType());
            put(bytes, entry.inode(), wide);
            place += entry.bytes();
        }
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, long number, boolean wide) {
        if (wide) {
            bytes.putLong(number);
        } else {
            bytes.putInt((int) number);
        }
    }

    /** The directory's size in bytes when it has blocks: only those of entries count. */
    long size() {
        return isOneBlock ? Geometry.BLOCK : (long) firsts.size() * Geometry.BLOCK;
    }

    private boolean isOneLeaf() {
        return HashLeaves.HEADER + all.size() * HASH_BYTES + firsts.size() * Short.BYTES + Integer.BYTES
                <= Geometry.BLOCK;
    }

    /** Where its blocks lie in the directory, in order. */
    long[] offsets() {
        if (isOneBlock) {
            return new long[1];
        }
        int data = firsts.size();
        int hashes = isOneLeaf() ? 1 : HashLeaves.blocks(all.size());
        int free = isOneLeaf() ? 0 : Math.ceilDiv(data, BESTS_PER_BLOCK);
        long[] offsets = new long[data + hashes + free];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i < data ? i : i < data + hashes ? LEAVES_AT + i - data : FREE_AT + i - data - hashes;
        }
        return offsets;
    }

    /**
     * Its blocks.
     *
     * @param places where they lie in the file system, as many as {@link #offsets()}
     */
    List<byte[]> blocks(long[] places, UUID uuid) {
        if (isOneBlock) {
            DirectoryBlock block = new DirectoryBlock(true, places[0], number, uuid);
            return List.of(block.encode(all, sorted(block.hashes(all, 0))));
        }
        List<byte[]> blocks = new ArrayList<>();
        List<HashLeaves.Hash> hashes = new ArrayList<>();
        int[] bests = new int[firsts.size()];
        for (int i = 0; i < firsts.size(); i++) {
            int end = i + 1 < firsts.size() ? firsts.get(i + 1) : all.size();
            List<DirectoryEntry> part = all.subList(firsts.get(i), end);
            DirectoryBlock block = new DirectoryBlock(false, places[i], number, uuid);
            hashes.addAll(block.hashes(part, i));
            bests[i] = block.free(part);
            blocks.add(block.encode(part, List.of()));
        }
        HashLeaves leaves = new HashLeaves(sorted(hashes), number, uuid, LEAVES_AT);
        if (isOneLeaf()) {
            blocks.add(leaves.single(places[firsts.size()], bests));
            return blocks;
        }
        blocks.addAll(leaves.several(places, firsts.size()));
        for (int first = 0; first < bests.length; first += BESTS_PER_BLOCK) {
            blocks.add(freeIndex(bests, first, places[blocks.size()], uuid));
        }
        return blocks;
    }

    private byte[] freeIndex(int[] bests, int first, long place, UUID uuid) {
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putInt(FREE_INDEX);
        block.putLong(8, Geometry.sector(place));
        Seal.uuid(block, 24, uuid);
        block.putLong(40, number);
        int count = Math.min(bests.length - first, BESTS_PER_BLOCK);
        block.putInt(48, first).putInt(52, count).putInt(56, count);
        for (int i = 0; i < count; i++) {
            block.putShort(FREE_HEADER + i * Short.BYTES, (short) bests[first + i]);
        }
        return Seal.crc(block.array(), 4);
    }

    private static List<HashLeaves.Hash> sorted(List<HashLeaves.Hash> hashes) {
        return hashes.stream()
                .sorted(Comparator.comparing(HashLeaves.Hash::hash, Integer::compareUnsigned)
                        .thenComparingInt(HashLeaves.Hash::address))
                .toList();
    }
}
