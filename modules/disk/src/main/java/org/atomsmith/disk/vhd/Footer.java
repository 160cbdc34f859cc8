package org.atomsmith.disk.vhd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The 512 bytes at the end of every VHD (Microsoft, "Virtual Hard Disk Image Format Specification" 1.0), big endian.
 *
 * @param size of the disk in bytes
 * @param type of the disk
 * @param id of the disk
 * @param timestamp seconds since 1970
 */
record Footer(long size, Type type, UUID id, long timestamp) {
    static final int BYTES = 512;

    private static final int FEATURES = 2;
    private static final int VERSION = 0x0001_0000;
    private static final int CREATOR_VERSION = 0x0005_0003;
    private static final long YEAR_2000 = 946_684_800;
    private static final int CHECKSUM_AT = 64;
    private static final long MOST_BYTES = 2040L << 30;

    /** The kinds of VHD: their number, and where the dynamic header is. */
    enum Type {
        FIXED(2, -1L),
        DYNAMIC(3, BYTES);

        private final int number;
        private final long headerAt;

        Type(int number, long headerAt) {
            this.number = number;
            this.headerAt = headerAt;
        }
    }

    /** Checks the size. */
    static long checked(long size) throws IOException {
        if (size > MOST_BYTES) {
            throw new IOException(
                    "a VHD cannot hold a disk of " + size + " bytes: 2040 GiB are the most; VHDX takes more");
        }
        return size;
    }

    /**
     * The bytes.
     *
     * <p>The largest geometry and QEMU's creator tell readers that the size is what counts: a geometry that fits small
     * disks only would otherwise cut off their ends.
     */
    ByteBuffer bytes() {
        ByteBuffer footer = ByteBuffer.allocate(BYTES);
        footer.put(ascii("conectix"))
                .putInt(FEATURES)
                .putInt(VERSION)
                .putLong(type.headerAt)
                .putInt((int) Math.max(0, timestamp - YEAR_2000))
                .put(ascii("qem2"))
                .putInt(CREATOR_VERSION)
                .put(ascii("Wi2k"))
                .putLong(size)
                .putLong(size)
                .putShort((short) 0xffff)
                .put((byte) 16)
                .put((byte) 0xff)
                .putInt(type.number)
                .putInt(0)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return withChecksum(footer, CHECKSUM_AT);
    }

    /** Puts the ones' complement of the sum of all bytes. */
    static ByteBuffer withChecksum(ByteBuffer bytes, int at) {
        int sum = 0;
        for (byte b : bytes.array()) {
            sum += Byte.toUnsignedInt(b);
        }
        return bytes.putInt(at, ~sum).clear();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
