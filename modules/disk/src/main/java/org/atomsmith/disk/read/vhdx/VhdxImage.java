package org.atomsmith.disk.read.vhdx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.UUID;
import org.atomsmith.disk.read.block.BlockDisk;
import org.atomsmith.disk.read.block.Extent;
import org.atomsmith.disk.read.block.ExtentMap;
import org.atomsmith.disk.read.block.Unpacker;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.EntryTable;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * Reads VHDX (MS-VHDX), fixed and dynamic. Differencing images are refused, and those whose log has to be replayed.
 */
public final class VhdxImage {
    /** The format's name. */
    public static final String FORMAT = "vhdx";

    private static final long SIGNATURE = 0x656c696678646876L;
    private static final int LEAVE_ALLOCATED = 1;
    private static final int HAS_PARENT = 2;
    private static final int BLOCK_LEAST = 1 << 20;
    private static final int BLOCK_MOST = 256 << 20;
    private static final long OFFSET = 0xffff_ffff_fff0_0000L;
    private static final int STATE = 7;
    private static final int PRESENT = 6;
    private static final int PARTLY_PRESENT = 7;
    /** A sector bitmap covers so many sectors, whatever their size. */
    private static final long SECTORS_PER_CHUNK = 1L << 23;

    private final ImageSource source;
    private final Map<UUID, VhdxTables.Place> items;

    private VhdxImage(ImageSource source, Map<UUID, VhdxTables.Place> items) {
        this.source = source;
        this.items = items;
    }

    /** Whether a file begins as VHDX does. */
    public static boolean recognises(ImageSource source) throws IOException {
        return source.size() >= Long.BYTES
                && source.bytes(0, Long.BYTES, "signature")
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()
                        == SIGNATURE;
    }

    /**
     * Opens an image; closing the disk closes the source.
     *
     * @throws IOException when its headers cannot be read, are wrong, or ask for what is not read here
     */
    public static DiskImage open(ImageSource source) throws IOException {
        if (!recognises(source)) {
            throw new UnsupportedImageException(source.name(), "it is not VHDX: it does not begin with 'vhdxfile'");
        }
        VhdxHeader.read(source).checkLog(source);
        VhdxTables tables = new VhdxTables(source);
        Map<UUID, VhdxTables.Place> regions = tables.regions();
        VhdxTables.Place metadata = required(source, regions, VhdxGuid.METADATA, "region of metadata");
        VhdxTables.Place blocks = required(source, regions, VhdxGuid.BLOCK_TABLE, "block allocation table");
        return new VhdxImage(source, tables.items(metadata)).disk(blocks);
    }

    private static VhdxTables.Place required(
            ImageSource source, Map<UUID, VhdxTables.Place> places, UUID guid, String what)
            throws MalformedImageException {
        VhdxTables.Place place = places.get(guid);
        if (place == null) {
            throw new MalformedImageException(source.name(), 0, "the image has no " + what + " (" + guid + ")");
        }
        return place;
    }

    private ByteBuffer item(UUID guid, int length, String what) throws IOException {
        VhdxTables.Place place = required(source, items, guid, what);
        return source.bytes(place.position(), length, what).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long positionOf(UUID guid) throws IOException {
        return required(source, items, guid, "metadata").position();
    }

    private DiskImage disk(VhdxTables.Place table) throws IOException {
        ByteBuffer parameters = item(VhdxGuid.FILE_PARAMETERS, 8, "file parameters");
        int block = parameters.getInt(0);
        int flags = parameters.getInt(4);
        if (Integer.bitCount(block) != 1 || block < BLOCK_LEAST || block > BLOCK_MOST) {
            throw new MalformedImageException(
                    source.name(),
                    positionOf(VhdxGuid.FILE_PARAMETERS),
                    "blocks are said to have " + Integer.toUnsignedString(block)
                            + " bytes; a power of two from 1 to 256 MiB is possible");
        }
        if ((flags & HAS_PARENT) != 0) {
            throw differencing();
        }
        int sector = item(VhdxGuid.LOGICAL_SECTOR, 4, "size of a sector").getInt();
        if (sector != 512 && sector != 4096) {
            throw new MalformedImageException(
                    source.name(),
                    positionOf(VhdxGuid.LOGICAL_SECTOR),
                    "sectors are said to have " + Integer.toUnsignedString(sector)
                            + " bytes; 512 and 4096 are possible");
        }
        long size = DiskImage.checkedSize(
                source.name(),
                positionOf(VhdxGuid.DISK_SIZE),
                item(VhdxGuid.DISK_SIZE, 8, "size of the disk").getLong());
        long chunk = SECTORS_PER_CHUNK * sector / block;
        long count = Math.ceilDiv(size, block);
        // After the entries of each chunk is one for its bitmap, which only differencing disks use.
        long entries = count == 0 ? 0 : count + (count - 1) / chunk;
        if (table.length() / Long.BYTES < entries) {
            throw new MalformedImageException(
                    source.name(),
                    table.position(),
                    "the block allocation table is said to have " + table.length() + " bytes; the disk needs " + entries
                            + " entries of 8");
        }
        ExtentMap.Tables tables = () -> {
            EntryTable blocks = new EntryTable(
                    source,
                    "the block allocation table",
                    table.position(),
                    entries,
                    Long.BYTES,
                    ByteOrder.LITTLE_ENDIAN);
            return position -> {
                long index = position / block;
                return extent(blocks.get(index + index / chunk), block);
            };
        };
        tables.open();
        String variant = ((flags & LEAVE_ALLOCATED) != 0 ? "fixed" : "dynamic") + ", blocks of " + (block >> 20)
                + " MiB, sectors of " + sector;
        return new BlockDisk(source, new BlockDisk.Description(FORMAT, variant, size, 0), tables, () -> Unpacker.NONE);
    }

    private Extent extent(long entry, int block) throws UnsupportedImageException {
        return switch ((int) entry & STATE) {
            case PRESENT -> new Extent.Stored(block, entry & OFFSET);
            case PARTLY_PRESENT -> throw differencing();
            // Not present, undefined, zero, unmapped: all read as zeros where there is no parent.
            default -> new Extent.Zeros(block);
        };
    }

    private UnsupportedImageException differencing() {
        return new UnsupportedImageException(
                source.name(),
                "the image holds only what differs from another (differencing); merge them first, with Merge-VHD");
    }
}
