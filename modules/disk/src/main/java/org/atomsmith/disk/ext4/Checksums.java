package org.atomsmith.disk.ext4;

import java.util.UUID;

/**
 * What the checksums of one file system begin with.
 *
 * @param seed the checksum of the UUID
 */
record Checksums(int seed) {

    /** The checksums of a file system with this UUID. */
    static Checksums of(UUID uuid) {
        return new Checksums(Crc32c.of(~0, Uuids.bytes(uuid)));
    }

    /** The generation of an inode: derived, so that it is the same in every build. */
    int generation(int number) {
        return Crc32c.ofLong(seed, number);
    }

    /** What the checksums of an inode and of its blocks begin with. */
    int ofInode(int number) {
        return Crc32c.ofInt(Crc32c.ofInt(seed, number), generation(number));
    }
}
