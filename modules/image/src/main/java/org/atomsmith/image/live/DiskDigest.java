package org.atomsmith.image.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.atomsmith.disk.Digesting;
import org.atomsmith.disk.ImageSink;

/** Passes a disk on and gathers what a medium says about it. */
final class DiskDigest implements ImageSink {
    private final Digesting target;
    private final byte[] table = new byte[DiskFacts.TABLE_BYTES];

    DiskDigest(ImageSink target) {
        this.target = new Digesting(target);
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        if (position() < table.length) {
            int at = (int) position();
            data.duplicate().get(table, at, Math.min(data.remaining(), table.length - at));
        }
        target.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        target.zeros(count);
    }

    @Override
    public long position() {
        return target.position();
    }

    @Override
    public void finish() throws IOException {
        target.finish();
    }

    /** What is said about the disk, which is finished. */
    DiskFacts facts(String id) throws IOException {
        try {
            return DiskFacts.of(id, position(), target.sha256(), Arrays.copyOf(table, table.length));
        } catch (IllegalArgumentException e) {
            throw new IOException("this disk cannot become a live medium: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
