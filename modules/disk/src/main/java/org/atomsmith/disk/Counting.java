package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Tells a listener how many bytes each call wrote, zeros included, for progress. */
public final class Counting implements ImageSink {
    private final ImageSink target;
    private final LongConsumer listener;

    /**
     * Passes everything on to another sink.
     *
     * @param listener is given the number of bytes just written
     */
    public Counting(ImageSink target, LongConsumer listener) {
        this.target = target;
        this.listener = listener;
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        int count = data.remaining();
        target.write(data);
        listener.accept(count);
    }

    @Override
    public void zeros(long count) throws IOException {
        target.zeros(count);
        listener.accept(count);
    }

    @Override
    public long position() {
        return target.position();
    }

    @Override
    public void finish() throws IOException {
        target.finish();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
