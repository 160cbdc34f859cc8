package org.atomsmith.disk.read.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * What the header of a qcow2 image says (QEMU, docs/interop/qcow2).
 *
 * @param version 2 or 3
 * @param clusterBits log2 of a cluster's bytes, 9 to 21
 * @param size bytes of the disk
 * @param l1Entries how many entries the first-level table has
 * @param l1Position where it is
 * @param zstd whether clusters are compressed with zstd instead of deflate
 */
record Qcow2Header(int version, int clusterBits, long size, int l1Entries, long l1Position, boolean zstd) {
    static final int MAGIC = 0x514649fb;

    private static final int VERSION_2_BYTES = 72;
    private static final int VERSION_3_BYTES = 104;
    private static final int SIZE_FIELD = 24;
    private static final int L1_MOST = (32 << 20) / Long.BYTES;
    private static final int BACKING_NAME_MOST = 1023;

    private static final long CORRUPT = 1 << 1;
    private static final long EXTERNAL_DATA = 1 << 2;
    private static final long COMPRESSION_TYPE = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;
    /** Bit 0 says that reference counts may be wrong, which does not matter to who only reads. */
    private static final long KNOWN = 0x1f;

    /** Reads and checks a header. */
    static Qcow2Header read(ImageSource source) throws IOException {
        ByteBuffer header = source.bytes(0, VERSION_2_BYTES, "the header of a qcow2 image");
        int version = header.getInt(4);
        if (version != 2 && version != 3) {
            throw new UnsupportedImageException(
                    source.name(), "it is qcow2 of version " + version + "; versions 2 and 3 are read");
        }
        if (header.getLong(8) != 0) {
            throw new UnsupportedImageException(
                    source.name(),
                    "the image holds only what differs from another, " + backingName(source, header)
                            + "; make it whole with qemu-img convert -O qcow2, where the other is");
        }
        if (header.getInt(32) != 0) {
            throw new UnsupportedImageException(
                    source.name(), "the image is encrypted; decrypt it with qemu-img convert --object secret,...");
        }
        int clusterBits = header.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            throw new MalformedImageException(
                    source.name(),
                    20,
                    "clusters are said to have 2^" + Integer.toUnsignedString(clusterBits)
                            + " bytes; 2^9 to 2^21 are possible");
        }
        boolean zstd = version == 3 && readsZstd(source);
        long size = DiskImage.checkedSize(source.name(), SIZE_FIELD, header.getLong(SIZE_FIELD));
        int l1Entries = header.getInt(36);
        long perEntry = 1L << (2 * clusterBits - 3);
        long needed = Math.ceilDiv(size, perEntry);
        if (l1Entries < needed || l1Entries > L1_MOST) {
            throw new MalformedImageException(
                    source.name(),
                    36,
                    "the first-level table is said to have " + Integer.toUnsignedString(l1Entries)
                            + " entries; the disk needs " + needed + ", and at most " + L1_MOST + " are read");
        }
        return new Qcow2Header(version, clusterBits, size, (int) needed, header.getLong(40), zstd);
    }

    private static String backingName(ImageSource source, ByteBuffer header) throws IOException {
        int length = header.getInt(16);
        if (length < 0 || length > BACKING_NAME_MOST) {
            throw new MalformedImageException(
                    source.name(), 16, "the backing file's name is said to have " + length + " bytes");
        }
        ByteBuffer name = source.bytes(header.getLong(8), length, "the backing file's name");
        return "'" + StandardCharsets.UTF_8.decode(name) + "'";
    }

    private static boolean readsZstd(ImageSource source) throws IOException {
        ByteBuffer header = source.bytes(0, VERSION_3_BYTES, "the header of a qcow2 image of version 3");
        long features = header.getLong(72);
        int length = header.getInt(100);
        if (length < VERSION_3_BYTES || length % 8 != 0) {
            throw new MalformedImageException(
                    source.name(), 100, "the header is said to have " + Integer.toUnsignedString(length) + " bytes");
        }
        if ((features & EXTERNAL_DATA) != 0) {
            throw new UnsupportedImageException(
                    source.name(), "its data are in another file; put them in one with qemu-img convert -O qcow2");
        }
        if ((features & EXTENDED_L2) != 0) {
            throw new UnsupportedImageException(
                    source.name(), "it has subclusters (extended_l2); write it without with qemu-img convert -O qcow2");
        }
        if ((features & CORRUPT) != 0) {
            throw new MalformedImageException(
                    source.name(), 72, "the image is marked as corrupt; qemu-img check -r all may repair a copy");
        }
        if ((features & ~KNOWN) != 0) {
            throw new UnsupportedImageException(
                    source.name(), "it uses features that are not known here, bits " + Long.toHexString(features));
        }
        if ((features & COMPRESSION_TYPE) == 0) {
            return false;
        }
        int type = source.bytes(VERSION_3_BYTES, 1, "the compression type").get(0);
        if (length == VERSION_3_BYTES || type < 0 || type > 1) {
            throw new UnsupportedImageException(
                    source.name(), "its compression type is number " + type + "; 0 (zlib) and 1 (zstd) are read");
        }
        return type == 1;
    }

    int clusterSize() {
        return 1 << clusterBits;
    }
}
