package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A source's bytes from front to back; what is skipped is not read. Closing it leaves the source open. */
public final class SourceStream extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ImageSource source;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long next;

    /** Begins at the first byte. */
    public SourceStream(ImageSource source) {
        this.source = source;
    }

    /** The byte that is read next. */
    public long position() {
        return next - buffer.remaining();
    }

    @Override
    public int read() throws IOException {
        return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int n = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, n);
        return n;
    }

    @Override
    public long skip(long count) {
        long n = Math.clamp(count, 0, source.size() - position());
        if (n <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) n);
        } else {
            next = position() + n;
            buffer.limit(0);
        }
        return n;
    }

    @Override
    public int available() {
        // Decoders of several streams in a row ask this to know whether another follows.
        return (int) Math.min(Integer.MAX_VALUE, source.size() - position());
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int n = source.read(buffer, next);
        buffer.flip();
        if (n <= 0) {
            buffer.limit(0);
            return false;
        }
        next += n;
        return true;
    }
}
