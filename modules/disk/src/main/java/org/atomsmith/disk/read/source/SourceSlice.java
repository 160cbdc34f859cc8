package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A piece of another source. */
record SourceSlice(ImageSource whole, long from, long size, String name) implements ImageSource {

    SourceSlice {
        if (from < 0 || size < 0 || from > whole.size() - size) {
            throw new IllegalArgumentException(
                    "no " + size + " bytes from byte " + from + " of " + whole.size() + " bytes");
        }
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        if (position >= size) {
            return -1;
        }
        int limit = to.limit();
        to.limit(to.position() + (int) Math.min(to.remaining(), size - position));
        try {
            return whole.read(to, from + position);
        } finally {
            to.limit(limit);
        }
    }

    @Override
    public long nextData(long position) throws IOException {
        return Math.min(size, whole.nextData(from + position) - from);
    }

    @Override
    public long nextHole(long position) throws IOException {
        return Math.min(size, whole.nextHole(from + position) - from);
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
