package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.OutputStream;
import org.atomsmith.deflate.DeflateEncoder;

/** Our encoder: fast, and the same bytes on every machine. */
final class FastCompressor implements Compressor {
    private final DeflateEncoder encoder;

    FastCompressor(int level) {
        this.encoder = new DeflateEncoder(level);
    }

    @Override
    public void begin(byte[] header, OutputStream out) throws IOException {
        encoder.begin();
        encoder.prepend(header, out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException {
        encoder.write(bytes, offset, length, out);
    }

    @Override
    public void finish(OutputStream out) throws IOException {
        encoder.finish(out);
    }

    @Override
    public void end() {}
}
