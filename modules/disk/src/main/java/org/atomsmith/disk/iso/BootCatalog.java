package org.atomsmith.disk.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a firmware may start from a CD (El Torito, version 1.0): an image for BIOS, an image for UEFI. */
final class BootCatalog {
    private static final int ENTRY = 32;
    private static final int BIOS = 0;
    private static final int UEFI = 0xef;
    private static final byte HEADER = 1;
    private static final byte LAST_SECTION = (byte) 0x91;
    private static final byte BOOTABLE = (byte) 0x88;
    private static final short KEY = (short) 0xaa55;
    private static final int VIRTUAL_SECTOR = 512;
    private static final int MOST_SECTORS = 0xffff;

    /** How much of GRUB's image a BIOS loads; that part loads the rest. */
    private static final int BIOS_SECTORS = 4;

    private final ByteBuffer out = ByteBuffer.allocate(IsoImage.SECTOR).order(ByteOrder.LITTLE_ENDIAN);

    private BootCatalog() {}

    /** A catalog of one or both. */
    static byte[] of(java.util.Optional<IsoNode.File> bios, java.util.Optional<IsoNode.File> uefi) {
        BootCatalog catalog = new BootCatalog();
        catalog.validation(bios.isPresent() ? BIOS : UEFI);
        bios.ifPresent(file -> catalog.entry(file.sector, BIOS_SECTORS));
        uefi.ifPresent(file -> {
            if (bios.isPresent()) {
                catalog.section(UEFI);
            }
            catalog.entry(file.sector, (int) Math.min(Math.ceilDiv(file.size(), VIRTUAL_SECTOR), MOST_SECTORS));
        });
        return catalog.out.array();
    }

    private void validation(int platform) {
        out.put(HEADER).put((byte) platform).position(ENTRY - 2).putShort(KEY);
        int sum = 0;
        for (int i = 0; i < ENTRY; i += 2) {
            sum += out.getShort(i);
        }
        out.putShort(ENTRY - 4, (short) -sum);
    }

    private void section(int platform) {
        out.put(LAST_SECTION).put((byte) platform).putShort((short) 1).put(new byte[ENTRY - 4]);
    }

    private void entry(long sector, int sectors) {
        out.put(BOOTABLE)
                .put((byte) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) sectors)
                .putInt((int) sector)
                .put(new byte[ENTRY - 12]);
    }
}
