package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/** A raw deflate compressor with its output buffer, used for one object after the other. */
final class Compressor {
    private final Deflater deflater;
    private final byte[] buffer = new byte[131_072];
    private int filled;

    Compressor(int level) {
        this.deflater = new Deflater(level, true);
    }

    /** Starts an object whose file begins with a header. */
    void begin(byte[] header, OutputStream out) throws IOException {
        deflater.reset();
        filled = 0;
        if (header.length > buffer.length) {
            out.write(header);
        } else {
            System.arraycopy(header, 0, buffer, 0, header.length);
            filled = header.length;
        }
    }

    void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException {
        deflater.setInput(bytes, offset, length);
        while (!deflater.needsInput()) {
            drain(out);
        }
    }

    void finish(OutputStream out) throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            drain(out);
        }
        out.write(buffer, 0, filled);
        filled = 0;
    }

    private void drain(OutputStream out) throws IOException {
        if (filled == buffer.length) {
            out.write(buffer);
            filled = 0;
        }
        filled += deflater.deflate(buffer, filled, buffer.length - filled);
    }

    /** Frees the native memory. */
    void end() {
        deflater.end();
    }
}
