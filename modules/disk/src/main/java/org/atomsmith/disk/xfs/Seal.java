package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Checksums and identifiers that every block of metadata carries. */
final class Seal {
    private Seal() {}

    /** Writes the checksum of all bytes, the checksum's own taken as zeros. */
    static byte[] crc(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) crc.getValue());
        return bytes;
    }

    /** Writes a UUID, in the order in which it is read. */
    static void uuid(ByteBuffer to, int at, UUID uuid) {
        to.putLong(at, uuid.getMostSignificantBits());
        to.putLong(at + Long.BYTES, uuid.getLeastSignificantBits());
    }
}
