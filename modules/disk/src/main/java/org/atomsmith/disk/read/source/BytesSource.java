package org.atomsmith.disk.read.source;

import java.nio.ByteBuffer;

/**
 * Bytes in memory: the beginning of something that can be read from front to back only.
 *
 * @param bytes is not copied
 */
public record BytesSource(String name, ByteBuffer bytes) implements ImageSource {

    @Override
    public long size() {
        return bytes.limit();
    }

    @Override
    public int read(ByteBuffer to, long position) {
        if (position >= size()) {
            return -1;
        }
        int n = (int) Math.min(to.remaining(), size() - position);
        to.put(bytes.slice((int) position, n));
        return n;
    }

    @Override
    public void close() {}
}
