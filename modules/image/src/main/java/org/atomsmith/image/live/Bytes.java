package org.atomsmith.image.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.Part;

/** A small part as an array. */
final class Bytes implements ImageSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Bytes() {}

    /** All bytes of a part, which is a few MiB. */
    static byte[] of(Part part) throws IOException {
        Bytes bytes = new Bytes();
        part.writeTo(bytes);
        return bytes.out.toByteArray();
    }

    @Override
    public void write(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        out.writeBytes(copy);
    }

    @Override
    public void zeros(long count) {
        out.writeBytes(new byte[Math.toIntExact(count)]);
    }

    @Override
    public long position() {
        return out.size();
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
