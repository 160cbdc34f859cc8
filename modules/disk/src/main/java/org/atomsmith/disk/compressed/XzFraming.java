package org.atomsmith.disk.compressed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The frame of an .xz stream ("The .xz File Format", version 1.1): the stream's head and foot, a head for each block with
 * both of its sizes, its CRC-32, and the index.
 */
final class XzFraming implements Framing {
    private static final byte[] MAGIC = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
    private static final byte[] FOOTER_MAGIC = {'Y', 'Z'};
    /** Which check blocks have: CRC-32, which every reader knows, also small ones. */
    private static final byte[] FLAGS = {0, 1};

    private static final int BOTH_SIZES = 0xC0;
    private static final int LZMA2 = 0x21;
    /** The length of a block's head, which has room for sizes of up to 2^42 bytes. */
    private static final int BLOCK_HEAD = 24;

    private static final int CRC_BYTES = 4;

    private final int dictionary;
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private long blocks;

    /**
     * A frame.
     *
     * @param dictionary how far back LZMA2 refers at most: a power of two of at least 4 KiB
     */
    XzFraming(int dictionary) {
        this.dictionary = 2 * (Integer.numberOfTrailingZeros(dictionary) - 12);
    }

    @Override
    public ByteBuffer head() {
        return buffer(12).put(MAGIC).put(FLAGS).putInt(crc(FLAGS, FLAGS.length)).flip();
    }

    @Override
    public ByteBuffer before(Sizes chunk) {
        ByteArrayOutputStream sizes = new ByteArrayOutputStream();
        number(sizes, chunk.packed());
        number(sizes, chunk.content());
        ByteBuffer head = buffer(BLOCK_HEAD)
                .put((byte) (BLOCK_HEAD / 4 - 1))
                .put((byte) BOTH_SIZES)
                .put(sizes.toByteArray())
                .put((byte) LZMA2)
                .put((byte) 1)
                .put((byte) dictionary);
        int end = BLOCK_HEAD - CRC_BYTES;
        return head.putInt(end, crc(head.array(), end)).clear();
    }

    @Override
    public ByteBuffer after(Sizes chunk) {
        number(records, BLOCK_HEAD + chunk.packed() + CRC_BYTES);
        number(records, chunk.content());
        blocks++;
        int padding = padding(chunk.packed());
        return buffer(padding + CRC_BYTES).putInt(padding, chunk.crc32());
    }

    @Override
    public ByteBuffer tail() {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        index.write(0);
        number(index, blocks);
        index.writeBytes(records.toByteArray());
        index.writeBytes(new byte[padding(index.size())]);
        byte[] bytes = index.toByteArray();
        int indexSize = bytes.length + CRC_BYTES;
        byte[] foot = buffer(6).putInt(indexSize / 4 - 1).put(FLAGS).array();
        return buffer(indexSize + 12)
                .put(bytes)
                .putInt(crc(bytes, bytes.length))
                .putInt(crc(foot, foot.length))
                .put(foot)
                .put(FOOTER_MAGIC)
                .flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padding(long size) {
        return (int) (-size & 3);
    }

    /** Seven bits a byte, the lowest first. */
    private static void number(ByteArrayOutputStream to, long value) {
        long left = value;
        while (left >= 0x80) {
            to.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        to.write((int) left);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
