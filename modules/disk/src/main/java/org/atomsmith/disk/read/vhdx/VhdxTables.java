package org.atomsmith.disk.read.vhdx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/** The table of regions, and the metadata that one of the regions has. */
final class VhdxTables {
    private static final int[] REGION_TABLES = {192 << 10, 256 << 10};
    private static final int TABLE_BYTES = 64 << 10;
    private static final int REGION_SIGNATURE = 0x69676572;
    private static final long METADATA_SIGNATURE = 0x617461646174656dL;
    private static final int ENTRIES_MOST = 2047;
    private static final int ENTRY_BYTES = 32;
    private static final int REQUIRED_REGION = 1;
    private static final int REQUIRED_ITEM = 4;

    private static final Set<UUID> REGIONS = Set.of(VhdxGuid.BLOCK_TABLE, VhdxGuid.METADATA);
    private static final Set<UUID> ITEMS = Set.of(
            VhdxGuid.FILE_PARAMETERS,
            VhdxGuid.DISK_SIZE,
            VhdxGuid.LOGICAL_SECTOR,
            VhdxGuid.PHYSICAL_SECTOR,
            VhdxGuid.DISK_ID);

    private final ImageSource source;

    /** Where something is in the file. */
    record Place(long position, long length) {}

    VhdxTables(ImageSource source) {
        this.source = source;
    }

    /** The regions by their GUIDs. */
    Map<UUID, Place> regions() throws IOException {
        for (int position : REGION_TABLES) {
            ByteBuffer table =
                    source.bytes(position, TABLE_BYTES, "a region table").order(ByteOrder.LITTLE_ENDIAN);
            if (table.getInt(0) == REGION_SIGNATURE && VhdxHeader.sumIsRight(table)) {
                return regions(table, position);
            }
        }
        throw new MalformedImageException(
                source.name(),
                REGION_TABLES[0],
                "neither here nor at byte " + REGION_TABLES[1]
                        + " is an intact region table, beginning with 'regi' and with the right checksum");
    }

    private Map<UUID, Place> regions(ByteBuffer table, long position) throws IOException {
        int count = checkedCount(table.getInt(8), position + 8);
        Map<UUID, Place> regions = new HashMap<>();
        for (int at = 16; at < 16 + count * ENTRY_BYTES; at += ENTRY_BYTES) {
            UUID guid = VhdxGuid.get(table, at);
            if (REGIONS.contains(guid)) {
                regions.put(guid, new Place(table.getLong(at + 16), Integer.toUnsignedLong(table.getInt(at + 24))));
            } else if ((table.getInt(at + 28) & REQUIRED_REGION) != 0) {
                throw new UnsupportedImageException(source.name(), "it needs a region that is not known, " + guid);
            }
        }
        return regions;
    }

    /** The pieces of the metadata by their GUIDs. */
    Map<UUID, Place> items(Place metadata) throws IOException {
        ByteBuffer table =
                source.bytes(metadata.position(), TABLE_BYTES, "the metadata").order(ByteOrder.LITTLE_ENDIAN);
        if (table.getLong(0) != METADATA_SIGNATURE) {
            throw new MalformedImageException(
                    source.name(), metadata.position(), "the metadata should be here, beginning with 'metadata'");
        }
        int count = checkedCount(Short.toUnsignedInt(table.getShort(10)), metadata.position() + 10);
        Map<UUID, Place> items = new HashMap<>();
        for (int at = 32; at < 32 + count * ENTRY_BYTES; at += ENTRY_BYTES) {
            UUID guid = VhdxGuid.get(table, at);
            if (ITEMS.contains(guid)) {
                long inside = Integer.toUnsignedLong(table.getInt(at + 16));
                items.put(guid, new Place(metadata.position() + inside, Integer.toUnsignedLong(table.getInt(at + 20))));
            } else if ((table.getInt(at + 24) & REQUIRED_ITEM) != 0) {
                throw new UnsupportedImageException(
                        source.name(), "it needs metadata that are not known, " + guid + " (a differencing disk?)");
            }
        }
        return items;
    }

    private int checkedCount(int count, long position) throws MalformedImageException {
        if (count < 0 || count > ENTRIES_MOST) {
            throw new MalformedImageException(
                    source.name(),
                    position,
                    "the table is said to have " + Integer.toUnsignedString(count) + " entries; at most " + ENTRIES_MOST
                            + " are possible");
        }
        return count;
    }
}
