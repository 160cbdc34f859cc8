package org.atomsmith.disk.qcow2;

import java.util.zip.Deflater;

/** Raw deflate by the JDK's zlib. */
final class DeflateCompressor implements ClusterCompressor {
    private final Deflater deflater;

    DeflateCompressor(int level) {
        this.deflater = new Deflater(level, true);
    }

    @Override
    public int compress(byte[] from, int offset, int length, byte[] to, int most) {
        deflater.reset();
        deflater.setInput(from, offset, length);
        deflater.finish();
        int n = deflater.deflate(to, 0, most);
        return deflater.finished() ? n : 0;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
