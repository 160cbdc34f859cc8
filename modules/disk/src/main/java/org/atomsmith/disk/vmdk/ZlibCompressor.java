package org.atomsmith.disk.vmdk;

import java.util.zip.Adler32;
import org.atomsmith.disk.block.BlockCompressor;
import org.atomsmith.disk.block.DeflateCompressor;

/** Deflate with zlib's header and checksum (RFC 1950), as grains have it. */
final class ZlibCompressor implements BlockCompressor {
    private static final int HEADER = 2;
    private static final int CHECKSUM = 4;
    /** What deflate adds to a grain of noise: five bytes for each block that it stores as it is, of which there are few. */
    private static final int STORED_BLOCKS = 64;

    /** How long a grain can become; all are stored compressed, also those that do not get shorter. */
    static final int MOST = HEADER + Vmdk.GRAIN + STORED_BLOCKS + CHECKSUM;

    private final DeflateCompressor deflate;
    private final byte[] scratch = new byte[MOST];

    ZlibCompressor(int level) {
        this.deflate = new DeflateCompressor(level);
    }

    @Override
    public int compress(byte[] from, int offset, int length, byte[] to, int most) {
        int n = deflate.compress(from, offset, length, scratch, most - HEADER - CHECKSUM);
        if (n == 0) {
            throw new AssertionError("a grain became longer than deflate may make it");
        }
        // A window of 32 KiB, the usual level.
        to[0] = 0x78;
        to[1] = (byte) 0x9c;
        System.arraycopy(scratch, 0, to, HEADER, n);
        Adler32 adler = new Adler32();
        adler.update(from, offset, length);
        int checksum = (int) adler.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            to[HEADER + n + i] = (byte) (checksum >>> (24 - 8 * i));
        }
        return HEADER + n + CHECKSUM;
    }

    @Override
    public void close() {
        deflate.close();
    }
}
