package org.atomsmith.disk.compressed;

import java.io.IOException;
import org.atomsmith.deflate.DeflateEncoder;

/** The deflate blocks of each chunk, up to a whole byte. */
final class GzipCompressor implements Compressor {
    private final DeflateEncoder encoder;

    /**
     * A compressor.
     *
     * @param level 1 (fast) to 9 (small)
     */
    GzipCompressor(int level) {
        this.encoder = new DeflateEncoder(level);
    }

    @Override
    public void compress(byte[] from, int offset, int length, Packed to) throws IOException {
        encoder.begin();
        encoder.write(from, offset, length, to);
        encoder.finishPart(to);
    }

    @Override
    public void close() {}
}
