package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A block of a directory's entries, alone with their hashes or one of several. */
final class DirectoryBlock {
    static final int HEADER = 64;

    private static final int ALONE = 0x58444233;
    private static final int ONE_OF_SEVERAL = 0x58444433;
    private static final int UNUSED = 0xffff;
    private static final int TAIL = 8;

    private final boolean alone;
    private final long place;
    private final long directory;
    private final UUID uuid;

    /**
     * A block.
     *
     * @param place its number in the file system
     * @param directory the number of the directory's inode
     */
    DirectoryBlock(boolean alone, long place, long directory, UUID uuid) {
        this.alone = alone;
        this.place = place;
        this.directory = directory;
        this.uuid = uuid;
    }

    /** How many bytes some entries leave, in one piece. */
    int free(List<DirectoryEntry> entries) {
        int end = alone ? Geometry.BLOCK - TAIL - entries.size() * HashLeaves.ENTRY : Geometry.BLOCK;
        return end - HEADER - entries.stream().mapToInt(DirectoryEntry::bytes).sum();
    }

    /**
     * Where the entries are, by hash.
     *
     * @param index of the block in the directory
     */
    List<HashLeaves.Hash> hashes(List<DirectoryEntry> entries, int index) {
        List<HashLeaves.Hash> hashes = new ArrayList<>(entries.size());
        long at = (long) index * Geometry.BLOCK + HEADER;
        for (DirectoryEntry entry : entries) {
            hashes.add(new HashLeaves.Hash(NameHash.of(entry.name()), (int) (at / Long.BYTES)));
            at += entry.bytes();
        }
        return hashes;
    }

    /**
     * The block.
     *
     * @param hashes sorted, when it is alone
     */
    byte[] encode(List<DirectoryEntry> entries, List<HashLeaves.Hash> hashes) {
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putInt(alone ? ALONE : ONE_OF_SEVERAL);
        block.putLong(8, Geometry.sector(place));
        Seal.uuid(block, 24, uuid);
        block.putLong(40, directory);
        block.position(HEADER);
        for (DirectoryEntry entry : entries) {
            int at = block.position();
            block.putLong(entry.inode()).put((byte) entry.name().length);
            block.put(entry.name()).put((byte) entry.type().entryType());
            block.position(at + entry.bytes());
            block.putShort(block.position() - Short.BYTES, (short) at);
        }
        int free = free(entries);
        if (free > 0) {
            int at = block.position();
            block.putShort(48, (short) at).putShort(50, (short) free);
            block.putShort((short) UNUSED).putShort((short) free);
            block.position(at + free);
            block.putShort(block.position() - Short.BYTES, (short) at);
        }
        if (alone) {
            hashes.forEach(hash -> block.putInt(hash.hash()).putInt(hash.address()));
            block.putInt(hashes.size());
        }
        return Seal.crc(block.array(), 4);
    }
}
