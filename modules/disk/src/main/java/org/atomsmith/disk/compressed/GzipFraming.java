package org.atomsmith.disk.compressed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The head and the trailer of a gzip member (RFC 1952), without a time or a name, and the last deflate block. */
final class GzipFraming implements Framing {
    private static final int LAST_FIXED_BLOCK_WITHOUT_CONTENT = 0x0003;

    private final JoinedCrc32 crc = new JoinedCrc32();
    private long length;

    @Override
    public ByteBuffer head() {
        byte unknownSystem = (byte) 255;
        return ByteBuffer.wrap(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, unknownSystem});
    }

    @Override
    public ByteBuffer before(Sizes chunk) {
        return NOTHING;
    }

    @Override
    public ByteBuffer after(Sizes chunk) {
        crc.add(chunk.crc32(), chunk.content());
        length += chunk.content();
        return NOTHING;
    }

    @Override
    public ByteBuffer tail() {
        return ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) LAST_FIXED_BLOCK_WITHOUT_CONTENT)
                .putInt(crc.value())
                .putInt((int) length)
                .flip();
    }
}
