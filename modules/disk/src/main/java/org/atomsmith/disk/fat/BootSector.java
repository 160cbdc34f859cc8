package org.atomsmith.disk.fat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The sectors in front of the tables: boot sector with the volume's parameters, and FAT32's information sector. */
final class BootSector {
    private static final int MEDIA = 0xf8;
    private static final int SECTORS_PER_TRACK = 63;
    private static final int HEADS = 255;
    private static final int BACKUP = 6;
    private static final short SIGNATURE = (short) 0xaa55;

    /** Gives control back to the firmware, should anybody boot this: {@code int 18h; hlt; jmp $-1}. */
    private static final byte[] NOT_BOOTABLE = {(byte) 0xcd, 0x18, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd};

    private final FatOptions options;
    private final FatGeometry geometry;

    BootSector(FatOptions options, FatGeometry geometry) {
        this.options = options;
        this.geometry = geometry;
    }

    /**
     * All reserved sectors.
     *
     * @param free how many clusters are free
     * @param next the first of them
     */
    byte[] reserved(long free, int next) {
        ByteBuffer out = ByteBuffer.allocate(geometry.reserved() * FatGeometry.SECTOR);
        byte[] boot = boot();
        out.put(0, boot);
        if (geometry.type() == FatType.FAT32) {
            byte[] information = information(free, next);
            out.put(FatGeometry.SECTOR, information);
            out.put(BACKUP * FatGeometry.SECTOR, boot);
            out.put((BACKUP + 1) * FatGeometry.SECTOR, information);
        }
        return out.array();
    }

    private byte[] boot() {
        boolean wide = geometry.type() == FatType.FAT32;
        boolean small = !wide && geometry.sectors() < 0x10000;
        ByteBuffer out = ByteBuffer.allocate(FatGeometry.SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        int code = wide ? 0x5a : 0x3e;
        out.put((byte) 0xeb).put((byte) (code - 2)).put((byte) 0x90).put(ascii("MSWIN4.1"));
        out.putShort((short) FatGeometry.SECTOR).put((byte) geometry.sectorsPerCluster());
        out.putShort((short) geometry.reserved()).put((byte) FatGeometry.TABLES);
        out.putShort((short) (wide ? 0 : FatGeometry.ROOT_ENTRIES));
        out.putShort((short) (small ? geometry.sectors() : 0)).put((byte) MEDIA);
        out.putShort((short) (wide ? 0 : geometry.tableSectors()));
        out.putShort((short) SECTORS_PER_TRACK).putShort((short) HEADS);
        out.putInt((int) options.hiddenSectors()).putInt(small ? 0 : (int) geometry.sectors());
        if (wide) {
            out.putInt(geometry.tableSectors()).putShort((short) 0).putShort((short) 0);
            out.putInt(FatGeometry.FIRST_CLUSTER).putShort((short) 1).putShort((short) BACKUP);
            out.position(out.position() + 12);
        }
        out.put((byte) 0x80).put((byte) 0).put((byte) 0x29).putInt(options.serial());
        out.put(FatDirectory.label(options.label())).put(ascii(geometry.type().label()));
        out.put(NOT_BOOTABLE);
        return out.putShort(FatGeometry.SECTOR - 2, SIGNATURE).array();
    }

    private static byte[] information(long free, int next) {
        return ByteBuffer.allocate(FatGeometry.SECTOR)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, 0x41615252)
                .putInt(484, 0x61417272)
                .putInt(488, (int) free)
                .putInt(492, next)
                .putShort(FatGeometry.SECTOR - 2, SIGNATURE)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
