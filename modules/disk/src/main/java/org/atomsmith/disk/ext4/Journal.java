package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.util.UUID;

/** An empty journal: a superblock and nothing to replay (Linux, Documentation/filesystems/ext4/journal.rst). */
final class Journal {
    /** The journal's inode number. */
    static final int INODE = 8;

    private static final int MAGIC = 0xc03b3998;
    private static final int SUPERBLOCK_V2 = 4;

    private Journal() {}

    /** How many blocks the journal of a file system has: what mke2fs chooses, up to 256 MiB. */
    static int blocks(long fileSystemBlocks) {
        if (fileSystemBlocks < 32768) {
            return 1024;
        } else if (fileSystemBlocks < 256 * 1024) {
            return 4096;
        } else if (fileSystemBlocks < 512 * 1024) {
            return 8192;
        } else if (fileSystemBlocks < 4096 * 1024) {
            return 16384;
        } else if (fileSystemBlocks < 8192 * 1024) {
            return 32768;
        } else {
            return 65536;
        }
    }

    /** The first block of a journal; all others are zeros. */
    static byte[] superblock(int blocks, UUID uuid) {
        return ByteBuffer.allocate(Geometry.BLOCK)
                .putInt(MAGIC)
                .putInt(SUPERBLOCK_V2)
                .putInt(0)
                .putInt(Geometry.BLOCK)
                .putInt(blocks)
                .putInt(1)
                .putInt(1)
                .putInt(0)
                .position(48)
                .put(Uuids.bytes(uuid))
                .putInt(1)
                .array();
    }
}
