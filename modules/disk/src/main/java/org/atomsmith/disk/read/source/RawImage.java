package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.atomsmith.disk.ImageSink;

/** A disk that its image holds byte by byte: a raw image, or what stands in front of a fixed VHD's footer. */
public final class RawImage implements DiskImage {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ImageSource source;
    private final String format;
    private final String variant;

    /**
     * A disk.
     *
     * @param source its bytes, all of them
     * @param format what the format is called
     * @param variant and the variant
     */
    public RawImage(ImageSource source, String format, String variant) {
        this.source = source;
        this.format = format;
        this.variant = variant;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public String variant() {
        return variant;
    }

    @Override
    public long length() {
        return source.size();
    }

    @Override
    public OptionalLong allocated() throws IOException {
        long sum = 0;
        long at = source.nextData(0);
        while (at < source.size()) {
            long end = source.nextHole(at);
            sum += end - at;
            at = source.nextData(end);
        }
        return OptionalLong.of(sum);
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long at = 0;
        while (at < source.size()) {
            long data = source.nextData(at);
            if (data > at) {
                sink.zeros(data - at);
                at = data;
                continue;
            }
            // A file system may answer that data and a hole begin at the same byte: read on then.
            long end = Math.max(source.nextHole(at), Math.min(at + BUFFER_BYTES, source.size()));
            while (at < end) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
                source.fill(buffer, at, "the disk's content");
                ZeroRuns.write(buffer.array(), buffer.limit(), sink);
                at += buffer.limit();
            }
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
