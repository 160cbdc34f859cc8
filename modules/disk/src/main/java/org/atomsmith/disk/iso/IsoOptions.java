package org.atomsmith.disk.iso;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an ISO image is to be like.
 *
 * @param volume its name: 1 to 32 capitals, digits and {@code _}
 * @param timestamp seconds since 1970, in UTC, for the volume; files have their own
 * @param bios what BIOS machines start, absent when they need not
 * @param uefi the path of a FAT image that UEFI machines start from, absent when they need not
 * @param disk what makes the file a disk as well, absent when it is for CDs only
 */
public record IsoOptions(
        String volume, long timestamp, Optional<BiosBoot> bios, Optional<String> uefi, Optional<HybridDisk> disk) {

    /**
     * GRUB for BIOS machines.
     *
     * @param path the file that a BIOS starts from a CD: GRUB's {@code cdboot.img} with a {@code core.img} behind it; where
     *     it lies is written into it
     * @param hybridImg GRUB's {@code boot_hybrid.img}, 512 bytes, which starts the same file from a USB stick; empty when
     *     that is not wanted
     */
    public record BiosBoot(String path, byte[] hybridImg) {
        private static final int SECTOR = 512;

        /** Checks the size. */
        public BiosBoot {
            if (hybridImg.length != 0 && hybridImg.length != SECTOR) {
                throw new IllegalArgumentException(
                        "boot_hybrid.img has " + hybridImg.length + " bytes instead of " + SECTOR);
            }
        }
    }

    /**
     * A GUID partition table in the area in front of the file system, which ISO 9660 leaves to others.
     *
     * @param guid the disk's own GUID
     * @param partitions files that are partitions as well
     */
    public record HybridDisk(UUID guid, List<FilePartition> partitions) {
        /** Takes a copy. */
        public HybridDisk {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * A file that is a partition as well.
     *
     * @param path the file; its content has whole sectors
     * @param type the partition's type
     * @param guid the partition's own GUID
     * @param name the partition's name
     */
    public record FilePartition(String path, UUID type, UUID guid, String name) {}

    /** Checks the name. */
    public IsoOptions {
        if (!volume.matches("[A-Z0-9_]{1,32}")) {
            throw new IllegalArgumentException(
                    "'" + volume + "' cannot be the name of a volume: 1 to 32 capitals, digits and '_'");
        }
    }
}
