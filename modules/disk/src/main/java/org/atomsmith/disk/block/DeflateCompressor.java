package org.atomsmith.disk.block;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.atomsmith.deflate.DeflateEncoder;

/** Raw deflate, the same bytes on every machine. */
public final class DeflateCompressor implements BlockCompressor {
    /** Of fewer bytes the distribution says little. */
    private static final int LEAST_DENSE = 1 << 15;

    private final DeflateEncoder encoder;
    private final Result result = new Result();

    /**
     * A compressor.
     *
     * @param level 1 (fast) to 9 (small)
     */
    public DeflateCompressor(int level) {
        this.encoder = new DeflateEncoder(level);
    }

    @Override
    public int compress(byte[] from, int offset, int length, byte[] to, int most) {
        if (most < length && length >= LEAST_DENSE && Density.isDense(from, offset, length)) {
            return 0;
        }
        result.begin(to, most);
        try {
            encoder.begin();
            encoder.write(from, offset, length, result);
            encoder.finish(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result.length();
    }

    @Override
    public void close() {}

    /** What fits into an array. */
    private static final class Result extends OutputStream {
        private byte[] to = new byte[0];
        private int most;
        private int length;

        void begin(byte[] to, int most) {
            this.to = to;
            this.most = most;
            this.length = 0;
        }

        /** 0 when it was too long. */
        int length() {
            return length > most ? 0 : length;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            if (length <= most && count <= most - length) {
                System.arraycopy(bytes, offset, to, length, count);
                length += count;
            } else {
                length = most + 1;
            }
        }
    }
}
