package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.atomsmith.disk.ImageSink;

/** The beginning of a disk, read without the rest. */
public final class DiskHead implements ImageSink {
    private final byte[] head;
    private long position;

    private DiskHead(int length) {
        this.head = new byte[length];
    }

    /**
     * Reads the first bytes of a disk.
     *
     * @param most how many
     * @return as many, or all of a disk that has fewer
     * @throws IOException when they cannot be read
     */
    public static byte[] of(DiskImage disk, int most) throws IOException {
        DiskHead head = new DiskHead((int) Math.min(most, disk.length()));
        try {
            disk.writeTo(head);
        } catch (Enough e) {
            // A disk is written until its reader is told to stop.
        }
        return head.head;
    }

    /** There are as many bytes as were wanted. */
    private static final class Enough extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        int n = (int) Math.min(data.remaining(), head.length - position);
        data.get(head, (int) position, n);
        advance(n);
    }

    @Override
    public void zeros(long count) throws IOException {
        int n = (int) Math.min(count, head.length - position);
        Arrays.fill(head, (int) position, (int) position + n, (byte) 0);
        advance(n);
    }

    private void advance(int count) throws Enough {
        position += count;
        if (position == head.length) {
            throw new Enough();
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() {
        // The head is asked for.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
