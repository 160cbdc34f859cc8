package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/** The JDK's zlib, as libostree compresses, with an output buffer: for sizes that are part of a commit. */
final class ZlibCompressor implements Compressor {
    private final Deflater deflater;
    private final byte[] buffer = new byte[131_072];
    private int filled;

    ZlibCompressor(int level) {
        this.deflater = new Deflater(level, true);
    }

    @Override
    public void begin(byte[] header, OutputStream out) throws IOException {
        deflater.reset();
        filled = 0;
        if (header.length > buffer.length) {
            out.write(header);
        } else {
            System.arraycopy(header, 0, buffer, 0, header.length);
            filled = header.length;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException {
        deflater.setInput(bytes, offset, length);
        while (!deflater.needsInput()) {
            drain(out);
        }
    }

    @Override
    public void finish(OutputStream out) throws IOException {
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

    @Override
    public void end() {
        deflater.end();
    }
}
