package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * The header of a sparse extent (VMware, Virtual Disk Format 5.0); numbers are in sectors of 512 bytes.
 *
 * @param capacity bytes of the disk
 * @param grain bytes of a grain
 * @param tableEntries how many grains a table names
 * @param directory where the directory of tables begins, in bytes
 * @param descriptor where the embedded descriptor begins, in bytes; 0 for none
 * @param descriptorLength its length in bytes
 */
record VmdkHeader(
        int version,
        int flags,
        long capacity,
        int grain,
        int tableEntries,
        long directory,
        long descriptor,
        long descriptorLength) {
    static final int SECTOR = 512;
    /** "KDMV". */
    static final int MAGIC = 0x4b444d56;

    private static final int COMPRESSED = 1 << 16;
    private static final int MARKERS = 1 << 17;
    private static final int ZEROED_GRAINS = 1 << 2;
    private static final int GRAIN_MOST = 4 << 20;
    private static final int TABLE_MOST = 1 << 16;
    private static final long DIRECTORY_AT_END = -1;
    private static final int FOOTER_FROM_END = 1024;
    private static final long DESCRIPTOR_MOST = 1 << 20;

    /** Reads and checks a header; that of an image whose directory is at its end is there as well. */
    static VmdkHeader read(ImageSource source) throws IOException {
        VmdkHeader header = read(source, 0);
        if (header.directory() != DIRECTORY_AT_END) {
            return header;
        }
        VmdkHeader footer = read(source, source.size() - FOOTER_FROM_END);
        if (footer.directory() == DIRECTORY_AT_END) {
            throw new MalformedImageException(
                    source.name(),
                    source.size() - FOOTER_FROM_END + 56,
                    "the footer does not say where the grain directory is");
        }
        return footer;
    }

    private static VmdkHeader read(ImageSource source, long position) throws IOException {
        ByteBuffer bytes = source.bytes(position, SECTOR, "the header of a VMDK");
        if (bytes.getInt(0) != MAGIC) {
            throw new MalformedImageException(
                    source.name(),
                    position,
                    "the footer of a streamOptimized VMDK should be here, beginning with KDMV: the file is cut off");
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int version = bytes.getInt(4);
        if (version < 1 || version > 3) {
            throw new UnsupportedImageException(
                    source.name(),
                    "it is VMDK of version " + Integer.toUnsignedString(version) + "; versions 1 to 3 are read");
        }
        int flags = bytes.getInt(8);
        long grain = bytes.getLong(20);
        if (Long.bitCount(grain) != 1 || grain < 8 || grain > GRAIN_MOST / SECTOR) {
            throw new MalformedImageException(
                    source.name(),
                    position + 20,
                    "grains are said to have " + Long.toUnsignedString(grain) + " sectors; a power of two from 8 to "
                            + GRAIN_MOST / SECTOR + " is read");
        }
        int entries = bytes.getInt(44);
        if (entries < 1 || entries > TABLE_MOST) {
            throw new MalformedImageException(
                    source.name(),
                    position + 44,
                    "grain tables are said to have " + Integer.toUnsignedString(entries) + " entries; 1 to "
                            + TABLE_MOST + " are read");
        }
        if ((flags & COMPRESSED) != 0 && ((flags & MARKERS) == 0 || bytes.getShort(77) != 1)) {
            throw new UnsupportedImageException(
                    source.name(),
                    "its grains are compressed by method " + bytes.getShort(77)
                            + ((flags & MARKERS) == 0 ? " without markers" : "") + "; deflate with markers is read");
        }
        long sectors = bytes.getLong(12);
        long capacity = DiskImage.checkedSize(
                source.name(), position + 12, sectors < 0 || sectors > DiskImage.LARGEST ? -1 : sectors * SECTOR);
        long descriptorSectors = bytes.getLong(36);
        if (descriptorSectors < 0 || descriptorSectors > DESCRIPTOR_MOST / SECTOR) {
            throw new MalformedImageException(
                    source.name(),
                    position + 36,
                    "the descriptor is said to have " + Long.toUnsignedString(descriptorSectors) + " sectors");
        }
        return new VmdkHeader(
                version,
                flags,
                capacity,
                (int) grain * SECTOR,
                entries,
                position(source, position + 56, bytes.getLong(56)),
                position(source, position + 28, bytes.getLong(28)),
                descriptorSectors * SECTOR);
    }

    private static long position(ImageSource source, long field, long sector) throws MalformedImageException {
        if (sector == DIRECTORY_AT_END) {
            return DIRECTORY_AT_END;
        }
        if (sector < 0 || sector > source.size() / SECTOR) {
            throw new MalformedImageException(
                    source.name(),
                    field,
                    "sector " + Long.toUnsignedString(sector) + " is named, but the file has only " + source.size()
                            + " bytes: it is cut off or damaged");
        }
        return sector * SECTOR;
    }

    boolean isCompressed() {
        return (flags & COMPRESSED) != 0;
    }

    /** Whether a grain at sector 1 stands for zeros. */
    boolean hasZeroedGrains() {
        return (flags & ZEROED_GRAINS) != 0;
    }
}
