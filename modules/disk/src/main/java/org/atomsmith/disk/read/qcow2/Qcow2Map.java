package org.atomsmith.disk.read.qcow2;

import java.io.IOException;
import java.nio.ByteOrder;
import org.atomsmith.disk.read.block.Extent;
import org.atomsmith.disk.read.block.ExtentMap;
import org.atomsmith.disk.read.source.EntryTable;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/** The two levels of tables that say where clusters are. */
final class Qcow2Map implements ExtentMap {
    private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final long ALL_ZERO = 1;
    private static final int SECTOR = 512;

    private final ImageSource source;
    private final Qcow2Header header;
    private final EntryTable first;
    private final int clusterSize;
    private final long perTable;
    private final int sectorShift;
    private EntryTable second;
    private long secondIndex = -1;
    private long tableBytes;

    Qcow2Map(ImageSource source, Qcow2Header header) throws IOException {
        this.source = source;
        this.header = header;
        this.clusterSize = header.clusterSize();
        this.perTable = clusterSize / Long.BYTES;
        this.sectorShift = 62 - (header.clusterBits() - 8);
        this.first = table("the first-level table", header.l1Position(), header.l1Entries());
        this.second = first;
    }

    private EntryTable table(String what, long position, long entries) throws IOException {
        return new EntryTable(source, what, position, entries, Long.BYTES, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public Extent at(long position) throws IOException {
        long cluster = position >>> header.clusterBits();
        long index = cluster / perTable;
        long tablePosition = first.get(index) & OFFSET;
        if (tablePosition == 0) {
            return new Extent.Zeros((index + 1) * perTable * clusterSize - position);
        }
        if (index != secondIndex) {
            openSecond(index, tablePosition);
        }
        long entry = second.get(cluster % perTable);
        if ((entry & COMPRESSED) != 0) {
            return packed(entry);
        }
        long offset = entry & OFFSET;
        if (offset == 0 || header.version() > 2 && (entry & ALL_ZERO) != 0) {
            return new Extent.Zeros(clusterSize);
        }
        aligned("a cluster", second.positionOf(cluster % perTable), offset);
        return new Extent.Stored(clusterSize, offset);
    }

    private void openSecond(long index, long position) throws IOException {
        aligned("a second-level table", first.positionOf(index), position);
        // Each table is there once: without this, a small file might name one of them for every part of a large disk.
        tableBytes += clusterSize;
        if (tableBytes > source.size()) {
            throw new MalformedImageException(
                    source.name(),
                    first.positionOf(index),
                    "the first-level table names the same table again and again");
        }
        second = table("a second-level table", position, perTable);
        secondIndex = index;
    }

    private void aligned(String what, long entry, long offset) throws MalformedImageException {
        if (offset % clusterSize != 0) {
            throw new MalformedImageException(
                    source.name(),
                    entry,
                    what + " is said to be at byte " + offset + ", which is no multiple of the cluster size "
                            + clusterSize);
        }
    }

    private Extent packed(long entry) throws MalformedImageException {
        long offset = entry & (1L << sectorShift) - 1;
        long sectors = (entry & COMPRESSED - 1) >>> sectorShift;
        long end = (offset / SECTOR + sectors + 1) * SECTOR;
        if (offset >= source.size()) {
            throw new MalformedImageException(
                    source.name(),
                    offset,
                    "a compressed cluster should be here, but the file has only " + source.size()
                            + " bytes: it is cut off or damaged");
        }
        // The last sector of the file need not be whole.
        return new Extent.Packed(clusterSize, offset, (int) (Math.min(end, source.size()) - offset));
    }
}
