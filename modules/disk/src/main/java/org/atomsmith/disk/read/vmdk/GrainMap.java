package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.atomsmith.disk.read.block.Extent;
import org.atomsmith.disk.read.block.ExtentMap;
import org.atomsmith.disk.read.source.EntryTable;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/** The directory and the tables that say where grains are. */
final class GrainMap implements ExtentMap {
    /** In front of a compressed grain: its first sector on the disk, 8 bytes, and its length, 4. */
    static final int MARKER_BYTES = 12;

    private final ImageSource source;
    private final VmdkHeader header;
    private final EntryTable directory;
    private final long perTable;
    private EntryTable table;
    private long tableIndex = -1;
    private long tableBytes;

    GrainMap(ImageSource source, VmdkHeader header) throws IOException {
        this.source = source;
        this.header = header;
        this.perTable = (long) header.grain() * header.tableEntries();
        this.directory = table("the grain directory", header.directory(), Math.ceilDiv(header.capacity(), perTable));
        this.table = directory;
    }

    private EntryTable table(String what, long position, long entries) throws IOException {
        return new EntryTable(source, what, position, entries, Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Extent at(long position) throws IOException {
        long index = position / perTable;
        long sector = directory.get(index);
        if (sector == 0) {
            return new Extent.Zeros((index + 1) * perTable - position);
        }
        if (index != tableIndex) {
            // Each table is there once: without this, a small file might name one of them for every part of a large
            // disk.
            tableBytes += (long) header.tableEntries() * Integer.BYTES;
            if (tableBytes > source.size()) {
                throw new MalformedImageException(
                        source.name(),
                        directory.positionOf(index),
                        "the grain directory names the same table again and again");
            }
            table = table("a grain table", sector * VmdkHeader.SECTOR, header.tableEntries());
            tableIndex = index;
        }
        long grain = table.get(position % perTable / header.grain());
        if (grain == 0 || grain == 1 && header.hasZeroedGrains()) {
            return new Extent.Zeros(header.grain());
        }
        long at = grain * VmdkHeader.SECTOR;
        return header.isCompressed() ? packed(position, at) : new Extent.Stored(header.grain(), at);
    }

    private Extent packed(long position, long at) throws IOException {
        ByteBuffer marker = source.bytes(at, MARKER_BYTES, "a grain").order(ByteOrder.LITTLE_ENDIAN);
        int length = marker.getInt(8);
        if (marker.getLong(0) != position / VmdkHeader.SECTOR || length <= 0 || length > 2 * header.grain()) {
            throw new MalformedImageException(
                    source.name(),
                    at,
                    "the grain of sector " + position / VmdkHeader.SECTOR + " should be here; found is one of sector "
                            + Long.toUnsignedString(marker.getLong(0)) + " with "
                            + Integer.toUnsignedString(length) + " bytes");
        }
        return new Extent.Packed(header.grain(), at + MARKER_BYTES, length);
    }
}
