package org.atomsmith.disk.vhdx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.gpt.Guid;

/** The metadata region of a VHDX ([MS-VHDX] 2.6): what kind of disk it is. */
final class VhdxMetadata {
    private static final int TABLE_BYTES = 64 << 10;
    private static final int TABLE_HEADER_BYTES = 32;
    private static final int OF_THE_DISK = 2;
    private static final int REQUIRED = 4;
    private static final int LOGICAL_SECTOR = 512;
    /** As Hyper-V makes disks: the guest aligns to 4 KiB. */
    private static final int PHYSICAL_SECTOR = 4096;

    private final List<Item> items;

    private record Item(String guid, int flags, ByteBuffer value) {}

    VhdxMetadata(UUID id, long size) {
        ByteBuffer guid = littleEndian(16);
        Guid.put(guid, id);
        this.items = List.of(
                new Item(
                        "caa16737-fa36-4d43-b3b6-33f0aa44e76b",
                        REQUIRED,
                        littleEndian(8).putInt(VhdxDisk.BLOCK).putInt(0)),
                disk("2fa54224-cd1b-4876-b211-5dbed83bf4b8", littleEndian(8).putLong(size)),
                disk("beca12ab-b2e6-4523-93ef-c309e000c746", guid),
                disk("8141bf1d-a96f-4709-ba47-f233a8faab5f", littleEndian(4).putInt(LOGICAL_SECTOR)),
                disk("cda348c7-445d-4471-9cc9-e9885251c556", littleEndian(4).putInt(PHYSICAL_SECTOR)));
    }

    private static Item disk(String guid, ByteBuffer value) {
        return new Item(guid, OF_THE_DISK | REQUIRED, value);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the table of items, and the items behind it. */
    void writeTo(PendingFile file, long at) throws IOException {
        ByteBuffer table = littleEndian(TABLE_BYTES);
        table.put("metadata".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) items.size());
        table.position(TABLE_HEADER_BYTES);
        int offset = TABLE_BYTES;
        for (Item item : items) {
            ByteBuffer value = item.value().duplicate().flip();
            int length = value.remaining();
            file.write(value, at + offset);
            Guid.put(table, UUID.fromString(item.guid()));
            table.putInt(offset).putInt(length).putInt(item.flags()).putInt(0);
            offset += length;
        }
        file.write(table.clear(), at);
    }
}
