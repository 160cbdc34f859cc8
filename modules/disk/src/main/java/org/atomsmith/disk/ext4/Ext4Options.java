package org.atomsmith.disk.ext4;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What an ext4 file system is to be like.
 *
 * @param label the volume label, at most 16 bytes
 * @param uuid the file system's UUID
 * @param hashSeed the seed of the directory hash
 * @param size how large the file system is, in bytes; rounded down to whole blocks
 * @param timestamp seconds since 1970: creation, change and access times of everything, and of the file system
 * @param bytesPerInode one inode for so many bytes; more are made when the tree needs them
 * @param reservedPercent how much only root may use, 0 to 50
 * @param growTo up to what size, in bytes, the file system can be grown while mounted
 * @param checksumSeed whether the checksum seed is stored apart from the UUID, so that the UUID may be changed while
 *     mounted ({@code metadata_csum_seed})
 */
public record Ext4Options(
        String label,
        UUID uuid,
        UUID hashSeed,
        long size,
        long timestamp,
        int bytesPerInode,
        int reservedPercent,
        long growTo,
        boolean checksumSeed) {
    private static final int DEFAULT_BYTES_PER_INODE = 16384;
    private static final int DEFAULT_RESERVED_PERCENT = 5;
    private static final long TEBIBYTE = 1L << 40;
    private static final int LABEL_BYTES = 16;

    /** Checks the ranges. */
    public Ext4Options {
        if (label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
            throw new IllegalArgumentException("the ext4 label '" + label + "' is longer than 16 bytes");
        }
        if (reservedPercent < 0 || reservedPercent > 50) {
            throw new IllegalArgumentException(reservedPercent + "% of a file system cannot be reserved (0 to 50)");
        }
        if (bytesPerInode < 1024) {
            throw new IllegalArgumentException("one inode for " + bytesPerInode + " bytes is too many (1024 or more)");
        }
    }

    /** The usual choice: an inode for 16 KiB, 5 % reserved, growth to 1 TiB. */
    public static Ext4Options of(String label, UUID uuid, UUID hashSeed, long size, long timestamp) {
        return new Ext4Options(
                label,
                uuid,
                hashSeed,
                size,
                timestamp,
                DEFAULT_BYTES_PER_INODE,
                DEFAULT_RESERVED_PERCENT,
                TEBIBYTE,
                false);
    }

    /** The same with another size in bytes. */
    public Ext4Options withSize(long other) {
        return new Ext4Options(
                label, uuid, hashSeed, other, timestamp, bytesPerInode, reservedPercent, growTo, checksumSeed);
    }
}
