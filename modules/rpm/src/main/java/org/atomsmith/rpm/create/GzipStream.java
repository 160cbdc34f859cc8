package org.atomsmith.rpm.create;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.atomsmith.deflate.DeflateEncoder;

/** Writes RFC 1952 without a time or a name, so that the bytes depend on the content alone. */
final class GzipStream extends FilterOutputStream {
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final DeflateEncoder encoder;
    private final CRC32 crc = new CRC32();
    private long length;
    private boolean ended;

    GzipStream(OutputStream out, int level) throws IOException {
        super(out);
        encoder = new DeflateEncoder(level);
        encoder.begin();
        out.write(HEAD);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        crc.update(bytes, offset, count);
        length += count;
        encoder.write(bytes, offset, count, out);
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        try (OutputStream ends = out) {
            encoder.finish(ends);
            ends.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) crc.getValue())
                    .putInt((int) length)
                    .array());
        }
    }
}
