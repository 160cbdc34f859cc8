package org.atomsmith.disk.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The descriptors from sector 16 on (ECMA-119, 8; El Torito, 2.0). */
final class VolumeDescriptors {
    private static final int PRIMARY = 1;
    private static final int BOOT = 0;
    private static final int TERMINATOR = 255;
    private static final int SET_ID_BYTES = 128;
    private static final int FILE_ID_BYTES = 37;
    private static final String WRITER = "ATOMSMITH";

    private VolumeDescriptors() {}

    static byte[] primary(
            IsoOptions options,
            IsoNode.Folder root,
            long sectors,
            int pathTableBytes,
            long littleTable,
            long bigTable) {
        ByteBuffer out = descriptor(PRIMARY);
        out.put((byte) 0);
        Field.text(out, "LINUX", 32);
        Field.text(out, options.volume(), 32);
        out.put(new byte[8]);
        Field.both32(out, sectors);
        out.put(new byte[32]);
        Field.both16(out, 1);
        Field.both16(out, 1);
        Field.both16(out, IsoImage.SECTOR);
        Field.both32(out, pathTableBytes);
        out.order(ByteOrder.LITTLE_ENDIAN).putInt((int) littleTable).putInt(0);
        out.order(ByteOrder.BIG_ENDIAN).putInt((int) bigTable).putInt(0);
        out.put(DirectoryRecords.root(root));
        Field.text(out, "", SET_ID_BYTES);
        Field.text(out, "", SET_ID_BYTES);
        Field.text(out, "", SET_ID_BYTES);
        Field.text(out, WRITER, SET_ID_BYTES);
        for (int i = 0; i < 3; i++) {
            Field.text(out, "", FILE_ID_BYTES);
        }
        Field.longTime(out, options.timestamp());
        Field.longTime(out, options.timestamp());
        Field.noLongTime(out);
        Field.noLongTime(out);
        out.put((byte) 1);
        return out.array();
    }

    static byte[] boot(long catalogSector) {
        ByteBuffer out = descriptor(BOOT);
        out.put("EL TORITO SPECIFICATION".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return out.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x47, (int) catalogSector)
                .array();
    }

    static byte[] terminator() {
        return descriptor(TERMINATOR).array();
    }

    private static ByteBuffer descriptor(int type) {
        ByteBuffer out = ByteBuffer.allocate(IsoImage.SECTOR);
        out.put((byte) type);
        Field.text(out, "CD001", 5);
        return out.put((byte) 1);
    }
}
