package org.atomsmith.ostree.delta;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * A block of an .xz file. Blocks are compressed by themselves, so several at a time, and then joined to one stream.
 *
 * @param stream a whole .xz stream with this block only
 * @param unpadded the block's size without padding, as the index says it
 * @param uncompressed bytes that are in it
 */
record XzBlock(byte[] stream, long unpadded, long uncompressed) {
    private static final int HEADER = 12;
    private static final int FOOTER = 12;
    private static final int PRESET = 6;

    /** Compresses bytes. */
    static XzBlock compress(byte[] bytes, int length, boolean machineCode, ArrayCache cache) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(256, length / 4));
        try (XZOutputStream xz = new XZOutputStream(out, filters(length, machineCode), XZ.CHECK_CRC32, cache)) {
            xz.write(bytes, 0, length);
        }
        byte[] stream = out.toByteArray();
        int[] at = {indexStart(stream) + 2};
        long unpadded = number(stream, at);
        return new XzBlock(stream, unpadded, number(stream, at));
    }

    private static FilterOptions[] filters(int length, boolean machineCode) throws UnsupportedOptionsException {
        LZMA2Options options = new LZMA2Options(PRESET);
        int dictionary = Math.max(LZMA2Options.DICT_SIZE_MIN, Integer.highestOneBit(Math.max(1, length - 1)) << 1);
        options.setDictSize(Math.min(dictionary, options.getDictSize()));
        return machineCode ? new FilterOptions[] {new X86Options(), options} : new FilterOptions[] {options};
    }

    private static int indexStart(byte[] stream) {
        int stored = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).getInt(stream.length - 8);
        return stream.length - FOOTER - 4 * (stored + 1);
    }

    private static long number(byte[] bytes, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = bytes[at[0]++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    /** What comes before the first block. */
    static byte[] header(XzBlock any) {
        return Arrays.copyOf(any.stream, HEADER);
    }

    /** Where in {@link #stream} the block is. */
    int offset() {
        return HEADER;
    }

    /** How many bytes it takes there, with padding. */
    int length() {
        return indexStart(stream) - HEADER;
    }

    /** What comes after the last block: the index of all, and the footer. */
    static byte[] trailer(List<XzBlock> blocks) {
        Chunks index = new Chunks();
        index.append(0);
        index.appendNumber(blocks.size());
        for (XzBlock block : blocks) {
            index.appendNumber(block.unpadded);
            index.appendNumber(block.uncompressed);
        }
        while (index.size() % 4 != 0) {
            index.append(0);
        }
        int size = (int) index.size();
        ByteBuffer out = ByteBuffer.allocate(size + 4 + FOOTER).order(ByteOrder.LITTLE_ENDIAN);
        index.copy(0, out.array(), 0, size);
        out.position(size);
        out.putInt(crc(out.array(), 0, size));
        int footer = out.position();
        out.putInt(0);
        out.putInt((size + 4) / 4 - 1);
        out.put((byte) 0).put((byte) XZ.CHECK_CRC32);
        out.putInt(footer, crc(out.array(), footer + 4, 6));
        out.put((byte) 'Y').put((byte) 'Z');
        return out.array();
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
