package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 256 bytes of an inode (Linux, Documentation/filesystems/ext4/inodes.rst).
 *
 * @param mode type and permissions
 * @param uid owner
 * @param gid group
 * @param size in bytes
 * @param links number of names
 * @param occupied blocks of the file system that it occupies
 * @param flags the {@code FLAG_} bits
 * @param block the 60 bytes of {@code i_block}
 * @param xattrBlock the block of extended attributes, 0 without
 * @param mtime modification time in seconds
 * @param time all other times in seconds
 * @param xattrs the bytes behind the fixed fields, may be empty
 */
record InodeRecord(
        int mode,
        int uid,
        int gid,
        long size,
        int links,
        long occupied,
        int flags,
        byte[] block,
        long xattrBlock,
        long mtime,
        long time,
        byte[] xattrs) {
    /** The blocks are found through extents. */
    static final int FLAG_EXTENTS = 0x80000;

    /** The directory has an index. */
    static final int FLAG_INDEX = 0x1000;

    /** How many bytes of an inode are fields; extended attributes may follow. */
    static final int FIXED_BYTES = 160;

    private static final int CHECKSUM_LOW = 124;
    private static final int CHECKSUM_HIGH = 130;
    private static final int EXTRA_BYTES = 32;
    private static final int SECTORS_PER_BLOCK = Geometry.BLOCK / 512;

    /** Encodes the inode under a number. */
    byte[] encode(int number, Checksums checksums) {
        int generation = checksums.generation(number);
        ByteBuffer out = ByteBuffer.allocate(Geometry.INODE).order(ByteOrder.LITTLE_ENDIAN);
        long sectors = occupied * SECTORS_PER_BLOCK;
        out.putShort((short) mode).putShort((short) uid).putInt((int) size);
        out.putInt((int) time).putInt((int) time).putInt((int) mtime).putInt(0);
        out.putShort((short) gid)
                .putShort((short) links)
                .putInt((int) sectors)
                .putInt(flags)
                .putInt(0);
        out.put(block)
                .putInt(generation)
                .putInt((int) xattrBlock)
                .putInt((int) (size >>> 32))
                .putInt(0);
        out.putShort((short) (sectors >>> 32)).putShort((short) (xattrBlock >>> 32));
        out.putShort((short) (uid >>> 16)).putShort((short) (gid >>> 16)).putInt(0);
        out.putShort((short) EXTRA_BYTES).putShort((short) 0);
        out.putInt(epoch(time)).putInt(epoch(mtime)).putInt(epoch(time));
        out.putInt((int) time).putInt(epoch(time)).putInt(0).putInt(0);
        out.put(xattrs);
        int checksum = Crc32c.of(checksums.ofInode(number), out.array());
        out.putShort(CHECKSUM_LOW, (short) checksum).putShort(CHECKSUM_HIGH, (short) (checksum >>> 16));
        return out.array();
    }

    /** The upper two bits of a time, which extend the 32 bits of its field beyond 2038. */
    private static int epoch(long seconds) {
        return (int) ((seconds - (int) seconds) >> 32) & 3;
    }
}
