package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as ext4 stores them: 16 bytes in the order in which they are read. */
final class Uuids {
    private Uuids() {}

    /** The 16 bytes. */
    static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
