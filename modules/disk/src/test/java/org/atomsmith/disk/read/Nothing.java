package org.atomsmith.disk.read;

import java.nio.ByteBuffer;
import org.atomsmith.disk.ImageSink;

/** Takes everything and keeps nothing. */
public final class Nothing implements ImageSink {
    private long position;

    @Override
    public void write(ByteBuffer data) {
        position += data.remaining();
        data.position(data.limit());
    }

    @Override
    public void zeros(long count) {
        position += count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
