package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.atomsmith.disk.ImageSink;

/** Tells zeros from data, so that what an image stores as zeros becomes a hole. */
public final class ZeroRuns {
    private static final int GRANULE = 4096;
    private static final byte[] ZEROS = new byte[GRANULE];

    private ZeroRuns() {}

    /**
     * Writes bytes, and those pieces of 4 KiB that are zeros as zeros.
     *
     * @throws IOException when the sink cannot be written
     */
    public static void write(byte[] bytes, int length, ImageSink sink) throws IOException {
        int at = 0;
        while (at < length) {
            boolean zero = isZero(bytes, at, length);
            int end = at + GRANULE;
            while (end < length && isZero(bytes, end, length) == zero) {
                end += GRANULE;
            }
            end = Math.min(end, length);
            if (zero) {
                sink.zeros(end - at);
            } else {
                sink.write(ByteBuffer.wrap(bytes, at, end - at));
            }
            at = end;
        }
    }

    private static boolean isZero(byte[] bytes, int at, int length) {
        int n = Math.min(GRANULE, length - at);
        return Arrays.equals(bytes, at, at + n, ZEROS, 0, n);
    }
}
