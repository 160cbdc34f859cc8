package org.atomsmith.disk.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** GUIDs in their mixed-endian form on disk (UEFI specification, appendix A). */
public final class Guid {
    private Guid() {}

    /** Puts the 16 bytes of a GUID: the first three fields little endian, the rest as it is read. */
    public static void put(ByteBuffer buffer, UUID guid) {
        ByteOrder order = buffer.order();
        long most = guid.getMostSignificantBits();
        buffer.order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (most >>> 32))
                .putShort((short) (most >>> 16))
                .putShort((short) most)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .order(order);
    }

    /** Takes the 16 bytes of a GUID. */
    public static UUID get(ByteBuffer buffer) {
        ByteOrder order = buffer.order();
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        long most = Integer.toUnsignedLong(buffer.getInt()) << 32
                | (long) Short.toUnsignedInt(buffer.getShort()) << 16
                | Short.toUnsignedInt(buffer.getShort());
        long least = buffer.order(ByteOrder.BIG_ENDIAN).getLong();
        buffer.order(order);
        return new UUID(most, least);
    }
}
