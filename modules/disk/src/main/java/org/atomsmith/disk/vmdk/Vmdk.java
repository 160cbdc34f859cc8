package org.atomsmith.disk.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The pieces of a streamOptimized file besides its tables: VMware's "Virtual Disk Format 5.0", with the version and the
 * descriptor that ESXi insists on, checked against open-vmdk. All numbers are little endian.
 */
final class Vmdk {
    static final int SECTOR = 512;
    static final int GRAIN = 128 * SECTOR;
    static final int ENTRIES_PER_TABLE = 512;

    /** What a marker says is behind it, in the order of the numbers in the file. */
    enum Marker {
        END_OF_STREAM,
        GRAIN_TABLE,
        GRAIN_DIRECTORY,
        FOOTER
    }

    private static final int MAGIC = 0x564d444b;
    /** Others read version 1 as well; ESXi refuses it. */
    private static final int VERSION = 3;
    /** Line ends can be checked, grains are compressed, and there are markers. */
    private static final int FLAGS = 0x30001;

    private static final int DESCRIPTOR_AT = 1;
    private static final int DESCRIPTOR_SECTORS = 20;
    private static final int HEAD_SECTORS = 128;
    private static final long AT_THE_END = -1;
    private static final int COMPRESSION_DEFLATE = 1;
    private static final int GRAIN_HEADER = 12;
    private static final int HEADS = 255;
    private static final int SECTORS_PER_TRACK = 63;
    private static final int MOST_CYLINDERS = 65535;

    private Vmdk() {}

    /** Header and descriptor, and zeros up to the first grain: the same length whatever the identifier. */
    static ByteBuffer head(long size, UUID contentId) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_SECTORS * SECTOR);
        putHeader(head, size, AT_THE_END);
        byte[] descriptor = descriptor(size, contentId).getBytes(StandardCharsets.UTF_8);
        head.put(DESCRIPTOR_AT * SECTOR, descriptor);
        return head.clear();
    }

    /** Footer, which is the header once more, and end of the stream. */
    static ByteBuffer end(long size, long directoryAt) {
        ByteBuffer end = ByteBuffer.allocate(3 * SECTOR);
        end.put(marker(Marker.FOOTER, SECTOR));
        putHeader(end.slice(SECTOR, SECTOR), size, directoryAt);
        end.put(2 * SECTOR, marker(Marker.END_OF_STREAM, 0), 0, SECTOR);
        return end.clear();
    }

    private static void putHeader(ByteBuffer to, long size, long directoryAt) {
        to.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putInt(FLAGS)
                .putLong(size / SECTOR)
                .putLong(GRAIN / SECTOR)
                .putLong(DESCRIPTOR_AT)
                .putLong(DESCRIPTOR_SECTORS)
                .putInt(ENTRIES_PER_TABLE)
                .putLong(0)
                .putLong(directoryAt)
                .putLong(HEAD_SECTORS)
                .put((byte) 0)
                .put(new byte[] {'\n', ' ', '\r', '\n'})
                .putShort((short) COMPRESSION_DEFLATE);
    }

    /** The sector in front of a table, the directory or the footer. */
    static ByteBuffer marker(Marker marker, int bytesBehind) {
        return ByteBuffer.allocate(SECTOR)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytesBehind / SECTOR)
                .putInt(0)
                .putInt(marker.ordinal())
                .clear();
    }

    /** A grain with its header, padded to whole sectors. */
    static ByteBuffer grain(long index, ByteBuffer compressed) {
        int length = compressed.remaining();
        return ByteBuffer.allocate(Math.ceilDiv(GRAIN_HEADER + length, SECTOR) * SECTOR)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(index * (GRAIN / SECTOR))
                .putInt(length)
                .put(compressed)
                .clear();
    }

    /**
     * The descriptor. The extent's name is a fixed one, because nobody reads it in an embedded descriptor and the file's
     * own would make the bytes depend on where it is written.
     */
    private static String descriptor(long size, UUID contentId) {
        long sectors = size / SECTOR;
        long cylinders = Math.min(MOST_CYLINDERS, Math.ceilDiv(sectors, HEADS * SECTORS_PER_TRACK));
        return """
                # Disk DescriptorFile
                version=1
                encoding="UTF-8"
                CID=%08x
                parentCID=ffffffff
                createType="streamOptimized"

                # Extent description
                RW %d SPARSE "disk.vmdk"

                # The Disk Data Base
                #DDB

                ddb.adapterType = "lsilogic"
                ddb.geometry.cylinders = "%d"
                ddb.geometry.heads = "%d"
                ddb.geometry.sectors = "%d"
                ddb.longContentID = "%016x%016x"
                ddb.toolsInstallType = "4"
                ddb.toolsVersion = "2147483647"
                ddb.virtualHWVersion = "4"
                """.formatted(
                        ContentId.shortId(contentId),
                        sectors,
                        cylinders,
                        HEADS,
                        SECTORS_PER_TRACK,
                        contentId.getMostSignificantBits(),
                        contentId.getLeastSignificantBits() & 0xffff_ffff_0000_0000L
                                | Integer.toUnsignedLong(ContentId.shortId(contentId)));
    }
}
