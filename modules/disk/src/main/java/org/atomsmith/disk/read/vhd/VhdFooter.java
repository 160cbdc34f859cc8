package org.atomsmith.disk.read.vhd;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/**
 * The footer of a VHD, which an image that grows has at its beginning as well.
 *
 * @param size bytes of the disk
 * @param type 2 fixed, 3 dynamic, 4 differencing
 * @param headerAt where a dynamic image has its other header
 */
record VhdFooter(long size, int type, long headerAt) {
    static final int BYTES = 512;
    static final long COOKIE = 0x636f6e6563746978L;

    private static final int CHECKSUM = 64;

    /** Reads and checks a footer. */
    static VhdFooter read(ImageSource source, long position) throws IOException {
        ByteBuffer footer = source.bytes(position, BYTES, "the footer of a VHD");
        if (footer.getLong(0) != COOKIE) {
            throw new MalformedImageException(
                    source.name(),
                    position,
                    "the footer of a VHD should be here, beginning with 'conectix': the file is cut off, or not a VHD");
        }
        check(source, position, footer, CHECKSUM, "footer");
        long size = DiskImage.checkedSize(source.name(), position + 48, footer.getLong(48));
        return new VhdFooter(size, footer.getInt(60), footer.getLong(16));
    }

    /** Checks the sum of a header's bytes, which is kept as its ones' complement. */
    static void check(ImageSource source, long position, ByteBuffer header, int at, String what)
            throws MalformedImageException {
        int sum = 0;
        for (int i = 0; i < header.limit(); i++) {
            if (i < at || i >= at + Integer.BYTES) {
                sum += header.get(i) & 0xff;
            }
        }
        if (header.getInt(at) != ~sum) {
            throw new MalformedImageException(
                    source.name(),
                    position + at,
                    String.format("the %s's checksum is %08x, its bytes make %08x", what, header.getInt(at), ~sum));
        }
    }
}
