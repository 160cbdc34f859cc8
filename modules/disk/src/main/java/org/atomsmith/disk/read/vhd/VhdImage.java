package org.atomsmith.disk.read.vhd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.atomsmith.disk.read.block.BlockDisk;
import org.atomsmith.disk.read.block.Extent;
import org.atomsmith.disk.read.block.ExtentMap;
import org.atomsmith.disk.read.block.Unpacker;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.EntryTable;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.RawImage;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * Reads VHD (Microsoft's Virtual Hard Disk Image Format Specification), fixed and dynamic. The disk's size is the
 * footer's current size, never the geometry's. Differencing images are refused.
 */
public final class VhdImage {
    /** The format's name. */
    public static final String FORMAT = "vhd";

    private static final int FIXED = 2;
    private static final int DYNAMIC = 3;
    private static final int HEADER_BYTES = 1024;
    private static final long HEADER_COOKIE = 0x6378737061727365L;
    private static final int HEADER_CHECKSUM = 36;
    private static final int SECTOR = 512;
    private static final long BLOCK_MOST = 256 << 20;
    private static final long NOT_STORED = 0xffff_ffffL;

    private VhdImage() {}

    /** Whether a file begins as a dynamic VHD does, or ends as every VHD does. */
    public static boolean recognises(ImageSource source) throws IOException {
        return begins(source) || source.size() >= VhdFooter.BYTES && isFooter(source, source.size() - VhdFooter.BYTES);
    }

    private static boolean begins(ImageSource source) throws IOException {
        return source.size() >= Long.BYTES && isFooter(source, 0);
    }

    private static boolean isFooter(ImageSource source, long position) throws IOException {
        return source.bytes(position, Long.BYTES, "cookie").getLong() == VhdFooter.COOKIE;
    }

    /**
     * Opens an image; closing the disk closes the source.
     *
     * @throws IOException when its headers cannot be read, are wrong, or ask for what is not read here
     */
    public static DiskImage open(ImageSource source) throws IOException {
        if (source.size() < VhdFooter.BYTES) {
            throw new MalformedImageException(
                    source.name(), source.size(), "the file ends before the 512 bytes of a VHD's footer");
        }
        VhdFooter footer = VhdFooter.read(source, source.size() - VhdFooter.BYTES);
        return switch (footer.type()) {
            case FIXED -> fixed(source, footer);
            case DYNAMIC -> dynamic(source, footer);
            case 4 ->
                throw new UnsupportedImageException(
                        source.name(),
                        "the image holds only what differs from another (differencing); merge them first");
            default ->
                throw new MalformedImageException(
                        source.name(),
                        source.size() - VhdFooter.BYTES + 60,
                        "the disk's type is said to be " + Integer.toUnsignedString(footer.type())
                                + "; 2 (fixed) and 3 (dynamic) are read");
        };
    }

    private static DiskImage fixed(ImageSource source, VhdFooter footer) throws IOException {
        long room = source.size() - VhdFooter.BYTES;
        if (footer.size() > room) {
            throw new MalformedImageException(
                    source.name(),
                    room,
                    "the disk has " + footer.size() + " bytes, but only " + room + " stand in front of the footer");
        }
        return new RawImage(source.slice(0, footer.size(), source.name()), FORMAT, "fixed");
    }

    private static DiskImage dynamic(ImageSource source, VhdFooter footer) throws IOException {
        long at = footer.headerAt();
        ByteBuffer header = source.bytes(at, HEADER_BYTES, "the header of a dynamic VHD");
        if (header.getLong(0) != HEADER_COOKIE) {
            throw new MalformedImageException(
                    source.name(), at, "the header of a dynamic VHD should be here, beginning with 'cxsparse'");
        }
        VhdFooter.check(source, at, header, HEADER_CHECKSUM, "header");
        long entries = Integer.toUnsignedLong(header.getInt(28));
        long block = Integer.toUnsignedLong(header.getInt(32));
        if (Long.bitCount(block) != 1 || block < SECTOR || block > BLOCK_MOST) {
            throw new MalformedImageException(
                    source.name(),
                    at + 32,
                    "blocks are said to have " + block + " bytes; a power of two from 512 to 256 MiB is read");
        }
        if (entries < Math.ceilDiv(footer.size(), block)) {
            throw new MalformedImageException(
                    source.name(),
                    at + 28,
                    "there are said to be " + entries + " blocks of " + block + " bytes for a disk of "
                            + footer.size());
        }
        long tableAt = header.getLong(16);
        // In front of each block stands a bitmap of its sectors. It matters where there is a parent only: elsewhere
        // what
        // it does not count was written as zeros.
        long bitmap = Math.ceilDiv(Math.ceilDiv(block / SECTOR, Byte.SIZE), SECTOR) * SECTOR;
        ExtentMap.Tables tables = () -> {
            EntryTable table = new EntryTable(
                    source, "the block allocation table", tableAt, entries, Integer.BYTES, ByteOrder.BIG_ENDIAN);
            return position -> {
                long sector = table.get(position / block);
                return sector == NOT_STORED
                        ? new Extent.Zeros(block)
                        : new Extent.Stored(block, sector * SECTOR + bitmap);
            };
        };
        tables.open();
        String variant = "dynamic, blocks of " + (block >> 10) + " KiB";
        return new BlockDisk(
                source, new BlockDisk.Description(FORMAT, variant, footer.size(), 0), tables, () -> Unpacker.NONE);
    }
}
