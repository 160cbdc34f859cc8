package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.util.UUID;

/** The log of a file system that was unmounted before anything was logged. */
final class Log {
    private static final int MAGIC = 0xfeedbabe;
    private static final int CYCLE = 1;
    private static final int VERSION = 2;
    private static final int LITTLE_ENDIAN_HOST = 1;
    private static final int RECORD_BUFFER = 32768;
    /** Stands where the first word of each sector of a record was, which holds the cycle on the disk. */
    private static final int FIRST_WORD = 0xb0c0d0d0;

    private static final int CLIENT = 0xaa;
    private static final int UNMOUNT = 0x20;
    private static final int UNMOUNT_RECORD = 0x556e;

    private Log() {}

    /** The two sectors at its beginning; zeros follow. */
    static byte[] begin(UUID uuid) {
        ByteBuffer record = ByteBuffer.allocate(2 * Geometry.SECTOR);
        long place = (long) CYCLE << Integer.SIZE;
        record.putInt(MAGIC).putInt(CYCLE).putInt(VERSION).putInt(Geometry.SECTOR);
        record.putLong(place).putLong(place);
        // No checksum, no record before, one operation.
        record.putInt(0).putInt(-1).putInt(1).putInt(FIRST_WORD);
        record.putInt(300, LITTLE_ENDIAN_HOST);
        Seal.uuid(record, 304, uuid);
        record.putInt(320, RECORD_BUFFER);
        record.position(Geometry.SECTOR);
        record.putInt(CYCLE).putInt(Long.BYTES).put((byte) CLIENT).put((byte) UNMOUNT);
        record.putShort((short) 0);
        // What is logged has the order of the machine that logs it.
        record.putShort(Short.reverseBytes((short) UNMOUNT_RECORD));
        return record.array();
    }
}
