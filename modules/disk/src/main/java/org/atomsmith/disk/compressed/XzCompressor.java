package org.atomsmith.disk.compressed;

import java.io.IOException;
import org.atomsmith.disk.block.Density;
import org.atomsmith.linux.Lzma2Encoder;

/**
 * The LZMA2 chunks of a block. Stretches that do not become smaller, such as an initramfs or compressed
 * kernel modules, are recognised before and stored: LZMA would take most of a second for each MiB of them.
 */
final class XzCompressor implements Compressor {
    /** How far back matches are looked for: that of xz's usual preset. */
    static final int DICTIONARY = 8 << 20;
    /** How much of the heap there is to be for each thread: its part of the chunks under way, and what else is written from. */
    static final long MEMORY = 120L << 20;

    private static final int PRESET = 6;
    /** Below the preset's 64: a quarter less time for half a percent more size. */
    private static final int NICE_LENGTH = 40;

    // The control bytes of LZMA2 chunks that are stored, and how long one is at most.
    private static final int END = 0;
    private static final int STORED_RESET = 1;
    private static final int STORED = 2;
    private static final int MOST_STORED = 1 << 16;

    private final Lzma2Encoder encoder = new Lzma2Encoder(PRESET, DICTIONARY, NICE_LENGTH);

    /**
     * By how many bytes the result may be ahead of what was read, less than this: LZMA2 stores what does not become smaller, with
     * at most 6 bytes before each 64 KiB or the rest of a stretch, and a stretch has 256 KiB or is the last.
     */
    static final int MOST_AHEAD = 1 << 14;

    @Override
    public void compress(byte[] from, int offset, int length, Packed to) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int dense = Density.nextDense(from, at, end);
            if (dense > at) {
                encoder.encode(from, at, dense - at, to);
                // Its end is not the block's.
                to.drop(1);
            }
            at = Density.endOfDense(from, dense, end);
            store(from, dense, at, to);
        }
        to.write(END);
    }

    private static void store(byte[] from, int begin, int end, Packed to) {
        for (int at = begin; at < end; at += MOST_STORED) {
            int n = Math.min(MOST_STORED, end - at);
            to.write(at == begin ? STORED_RESET : STORED);
            to.write(n - 1 >> 8);
            to.write(n - 1);
            to.write(from, at, n);
        }
    }

    @Override
    public void close() {
        encoder.close();
    }
}
