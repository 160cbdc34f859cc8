package org.atomsmith.disk.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * GRUB's boot code for BIOS machines, placed as {@code grub-install} places it: {@code boot.img} in the boot code area of
 * sector 0 loads the first sector of {@code core.img}, which loads the rest of it.
 */
public final class BiosBoot {
    /** How many bytes of sector 0 are boot code; the partition table and the disk signature follow. */
    private static final int BOOT_CODE_BYTES = 0x1b8;

    private static final int BOOT_IMG_BYTES = 512;
    private static final int KERNEL_SECTOR = 0x5c;
    private static final int DRIVE_CHECK = 0x66;
    private static final short TWO_NOPS = (short) 0x9090;
    private static final int FIRST_BLOCK_LIST = 0x1f4;
    private static final short SECOND_SECTOR_SEGMENT = 0x820;

    private final byte[] bootCode;
    private final byte[] core;

    /**
     * Patches the images for a place on the disk.
     *
     * @param bootImg GRUB's {@code boot.img}, 512 bytes
     * @param coreImg a {@code core.img} made by grub-mkimage for i386-pc
     * @param firstLba the sector where the core image will begin
     * @throws IllegalArgumentException when an image cannot be what it should be
     */
    public BiosBoot(byte[] bootImg, byte[] coreImg, long firstLba) {
        if (bootImg.length != BOOT_IMG_BYTES) {
            throw new IllegalArgumentException("boot.img has " + bootImg.length + " bytes instead of 512");
        }
        int sectors = Math.ceilDiv(coreImg.length, Gpt.SECTOR);
        if (sectors < 2 || sectors - 1 > 0xffff) {
            throw new IllegalArgumentException(
                    "core.img has " + coreImg.length + " bytes: not an image that GRUB loads");
        }
        byte[] boot = bootImg.clone();
        ByteBuffer.wrap(boot)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(KERNEL_SECTOR, firstLba)
                .putShort(DRIVE_CHECK, TWO_NOPS);
        this.bootCode = Arrays.copyOf(boot, BOOT_CODE_BYTES);
        this.core = Arrays.copyOf(coreImg, sectors * Gpt.SECTOR);
        ByteBuffer.wrap(core)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(FIRST_BLOCK_LIST, firstLba + 1)
                .putShort(FIRST_BLOCK_LIST + 8, (short) (sectors - 1))
                .putShort(FIRST_BLOCK_LIST + 10, SECOND_SECTOR_SEGMENT);
    }

    /** The first 440 bytes of sector 0. */
    public byte[] bootCode() {
        return bootCode.clone();
    }

    /** The core image, whole sectors, for the BIOS boot partition. */
    public byte[] core() {
        return core.clone();
    }
}
