package org.atomsmith.deflate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes blocks, each in the kind that takes the fewest bits: stored, or with the fixed or its own codes. */
final class BlockWriter {
    /** So that four literals fit into the bit buffer at once. */
    private static final int MAX_LITERAL_BITS = 14;

    private static final int MAX_DISTANCE_BITS = 15;
    private static final int MAX_FIXED_BITS = 9;

    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;

    private final BitSink sink;
    private final HuffmanCode ownLiterals = new HuffmanCode(Format.LITERALS, MAX_LITERAL_BITS);
    private final HuffmanCode ownDistances = new HuffmanCode(Format.DISTANCES, MAX_DISTANCE_BITS);
    private final CodeLengths codeLengths = new CodeLengths();
    private final HuffmanCode fixedLiterals = new HuffmanCode(Format.LITERALS + 2, MAX_FIXED_BITS);
    private final HuffmanCode fixedDistances = new HuffmanCode(Format.DISTANCES + 2, MAX_DISTANCE_BITS);
    private final int[] lengths = new int[Format.MAX_MATCH + 1];

    BlockWriter(BitSink sink) {
        this.sink = sink;
        byte[] literals = new byte[Format.LITERALS + 2];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = (byte) (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
        }
        fixedLiterals.fix(literals);
        byte[] distances = new byte[Format.DISTANCES + 2];
        Arrays.fill(distances, (byte) 5);
        fixedDistances.fix(distances);
    }

    /**
     * Writes a block.
     *
     * @param block what it consists of; the end of the block is added
     * @param data where its bytes are
     * @param last whether it is the object's last one
     */
    void write(Sequences block, byte[] data, int from, int to, boolean last, OutputStream out) throws IOException {
        block.literals[Format.END_OF_BLOCK]++;
        long extra = extraBits(block);
        long fixed = extra + fixedLiterals.cost(block.literals) + fixedDistances.cost(block.distances);
        ownLiterals.build(block.literals);
        ownDistances.build(block.distances);
        codeLengths.describe(ownLiterals, ownDistances);
        long own = extra + ownLiterals.cost(block.literals) + ownDistances.cost(block.distances) + codeLengths.cost();
        int pieces = Math.max(1, Math.ceilDiv(to - from, Format.MAX_STORED));
        long stored = 8L * (to - from) + pieces * (3 + 7 + 32L);

        long least = Math.min(stored, Math.min(fixed, own));
        sink.reserve(least + 64, out);
        if (least == stored) {
            writeStored(data, from, to, last);
        } else if (least == fixed) {
            sink.put((last ? 1 : 0) | FIXED << 1, 3);
            writeSymbols(block, data, from, fixedLiterals, fixedDistances);
        } else {
            sink.put((last ? 1 : 0) | DYNAMIC << 1, 3);
            codeLengths.write(sink);
            writeSymbols(block, data, from, ownLiterals, ownDistances);
        }
        if (last) {
            sink.align();
        }
    }

    /** Writes a stored block without content, which is not the last one and ends at a whole byte. */
    void writeEmpty(OutputStream out) throws IOException {
        sink.reserve(64, out);
        sink.put(STORED << 1, 3);
        sink.align();
        sink.put(0xFFFF << 16, 32);
    }

    private void writeStored(byte[] data, int from, int to, boolean last) {
        int at = from;
        do {
            int length = Math.min(to - at, Format.MAX_STORED);
            sink.put((last && at + length == to ? 1 : 0) | STORED << 1, 3);
            sink.align();
            sink.put(length | (~length & 0xFFFF) << 16, 32);
            sink.put(data, at, length);
            at += length;
        } while (at < to);
    }

    private void writeSymbols(Sequences block, byte[] data, int from, HuffmanCode literals, HuffmanCode distances) {
        int[] codes = literals.packed();
        if (block.count() > 0) {
            for (int slot = 0; slot < Format.LITERALS - Format.FIRST_LENGTH; slot++) {
                int code = codes[Format.FIRST_LENGTH + slot];
                int length = code >>> HuffmanCode.LENGTH_SHIFT;
                int extra = Format.lengthExtra(slot);
                int base = Format.lengthBase(slot);
                for (int i = 0; i < 1 << extra && base + i <= Format.MAX_MATCH; i++) {
                    lengths[base + i] =
                            length + extra << HuffmanCode.LENGTH_SHIFT | code & HuffmanCode.CODE | i << length;
                }
            }
        }
        sink.put(block, data, from, codes, lengths, distances.packed());
        int end = codes[Format.END_OF_BLOCK];
        sink.put(end & HuffmanCode.CODE, end >>> HuffmanCode.LENGTH_SHIFT);
    }

    private static long extraBits(Sequences block) {
        long bits = 0;
        for (int slot = 0; slot < Format.LITERALS - Format.FIRST_LENGTH; slot++) {
            bits += (long) block.literals[Format.FIRST_LENGTH + slot] * Format.lengthExtra(slot);
        }
        for (int slot = 0; slot < Format.DISTANCES; slot++) {
            bits += (long) block.distances[slot] * Format.distanceExtra(slot);
        }
        return bits;
    }
}
