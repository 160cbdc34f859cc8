package org.atomsmith.disk.read.vhdx;

import java.nio.ByteBuffer;
import java.util.UUID;

/** The GUIDs that VHDX names things with. */
final class VhdxGuid {
    static final UUID BLOCK_TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");
    static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    static final UUID DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    static final UUID LOGICAL_SECTOR = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    static final UUID PHYSICAL_SECTOR = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    static final UUID DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    static final UUID NONE = new UUID(0, 0);

    private VhdxGuid() {}

    /** Reads one from a little-endian buffer: the first three fields are little endian, the rest is as it is read. */
    static UUID get(ByteBuffer buffer, int at) {
        long most = Integer.toUnsignedLong(buffer.getInt(at)) << 32
                | (long) Short.toUnsignedInt(buffer.getShort(at + 4)) << 16
                | Short.toUnsignedInt(buffer.getShort(at + 6));
        return new UUID(most, Long.reverseBytes(buffer.getLong(at + 8)));
    }
}
