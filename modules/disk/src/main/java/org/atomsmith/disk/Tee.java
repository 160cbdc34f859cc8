package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes one stream into several sinks, so that one pass over the sources makes every format. */
public final class Tee implements ImageSink {
    private final List<ImageSink> sinks;
    private long position;

    /** Joins sinks, all at their beginning. */
    public Tee(List<? extends ImageSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        for (ImageSink sink : sinks) {
            sink.write(data.duplicate());
        }
        position += data.remaining();
        data.position(data.limit());
    }

    @Override
    public void zeros(long count) throws IOException {
        for (ImageSink sink : sinks) {
            sink.zeros(count);
        }
        position += count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() throws IOException {
        for (ImageSink sink : sinks) {
            sink.finish();
        }
    }

    @Override
    public void close() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (ImageSink sink : sinks) {
            try {
                sink.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            IOException failure = failures.getFirst();
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
