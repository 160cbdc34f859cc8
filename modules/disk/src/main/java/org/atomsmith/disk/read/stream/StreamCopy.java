package org.atomsmith.disk.read.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.ZeroRuns;

/** Brings a stream's bytes into a sink. */
public final class StreamCopy {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int TAIL_BYTES = 512;

    private StreamCopy() {}

    /**
     * Copies bytes; zeros become holes.
     *
     * @param length how many
     * @param name what a message calls the stream
     * @return the last 512 of them, or all
     * @throws MalformedImageException when the stream has fewer
     */
    public static byte[] copy(InputStream in, long length, ImageSink sink, String name) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(length, 1))];
        byte[] tail = new byte[0];
        long left = length;
        while (left > 0) {
            int wanted = (int) Math.min(buffer.length, left);
            int n = in.readNBytes(buffer, 0, wanted);
            if (n < wanted) {
                throw new MalformedImageException(
                        name,
                        length - left + n,
                        "the disk ends here, of whose " + length + " bytes more should follow");
            }
            ZeroRuns.write(buffer, n, sink);
            left -= n;
            tail = left == 0 ? Arrays.copyOfRange(buffer, Math.max(0, n - TAIL_BYTES), n) : tail;
        }
        return tail;
    }

    /**
     * Copies all that a stream has; zeros become holes.
     *
     * @throws IOException when the stream cannot be read or the sink not be written
     */
    public static void copyAll(InputStream in, ImageSink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = in.readNBytes(buffer, 0, buffer.length); n > 0; n = in.readNBytes(buffer, 0, buffer.length)) {
            ZeroRuns.write(buffer, n, sink);
        }
    }
}
