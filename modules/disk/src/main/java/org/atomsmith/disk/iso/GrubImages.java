package org.atomsmith.disk.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * GRUB's images for BIOS machines, told where they lie: as mkisofs does it ({@code -boot-info-table}) for a CD, and as
 * xorriso does it ({@code --grub2-boot-info}, {@code --grub2-mbr}) for a USB stick.
 */
final class GrubImages {
    private static final int CD_BOOT_BYTES = IsoImage.SECTOR;
    private static final int INFO = 8;
    private static final int INFO_END = 64;
    private static final int DISK_SECTOR = 512;
    private static final int DISK_SECTORS = IsoImage.SECTOR / DISK_SECTOR;

    /** In {@code core.img}'s first sector: where the rest begins. */
    private static final int FIRST_BLOCK_LIST = CD_BOOT_BYTES + 0x1f4;

    /** In {@code boot_hybrid.img}: where {@code core.img} begins. */
    private static final int KERNEL_SECTOR = 0x1b0;

    /** How many bytes of sector 0 are boot code; the partition table follows. */
    private static final int BOOT_CODE_BYTES = 0x1b8;

    private GrubImages() {}

    /** What a BIOS starts from a CD. */
    static byte[] onCd(byte[] image, long volumeSector, long sector) {
        if (image.length < FIRST_BLOCK_LIST + 12) {
            throw new IllegalArgumentException("the BIOS image has " + image.length
                    + " bytes; it is to be GRUB's cdboot.img with a core.img behind it");
        }
        byte[] patched = Arrays.copyOf(image, Math.ceilDiv(image.length, 4) * 4);
        ByteBuffer out = ByteBuffer.wrap(patched).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(FIRST_BLOCK_LIST, sector * DISK_SECTORS + DISK_SECTORS + 1);
        int sum = 0;
        for (int at = INFO_END; at < patched.length; at += 4) {
            sum += out.getInt(at);
        }
        out.position(INFO)
                .putInt((int) volumeSector)
                .putInt((int) sector)
                .putInt(image.length)
                .putInt(sum);
        out.put(new byte[INFO_END - out.position()]);
        return Arrays.copyOf(patched, image.length);
    }

    /** What a BIOS starts from a disk: the boot code of its first sector. */
    static byte[] onDisk(byte[] hybridImg, long sector) {
        byte[] code = Arrays.copyOf(hybridImg, BOOT_CODE_BYTES);
        ByteBuffer.wrap(code)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(KERNEL_SECTOR, sector * DISK_SECTORS + DISK_SECTORS);
        return code;
    }
}
