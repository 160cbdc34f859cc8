package org.atomsmith.deflate;

import java.util.Arrays;

/** The head of a block with codes of its own: the lengths of both codes' words, run-length coded, in a third code. */
final class CodeLengths {
    private static final byte[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int MAX_BITS = 7;
    /** Repeats the length before it 3 to 6 times, in 2 bits. */
    private static final int REPEAT = 16;
    /** 3 to 10 zeros, in 3 bits. */
    private static final int ZEROS = 17;
    /** 11 to 138 zeros, in 7 bits. */
    private static final int MANY_ZEROS = 18;

    private static final int MIN_RUN = 3;
    private static final int MAX_REPEAT = 6;
    private static final int MIN_MANY_ZEROS = 11;
    private static final int MAX_ZEROS = 138;

    private final HuffmanCode code = new HuffmanCode(Format.CODE_LENGTHS, MAX_BITS);
    private final int[] frequencies = new int[Format.CODE_LENGTHS];
    private final byte[] lengths = new byte[Format.LITERALS + Format.DISTANCES];
    /** Symbol | value of the bits that follow &lt;&lt; 5. */
    private final short[] items = new short[Format.LITERALS + Format.DISTANCES];

    private int count;
    private int literals;
    private int distances;
    private int words;

    /** Takes the two codes that are to be told. */
    void describe(HuffmanCode literalCode, HuffmanCode distanceCode) {
        literals = literalCode.used(Format.FIRST_LENGTH);
        distances = distanceCode.used(1);
        for (int i = 0; i < literals; i++) {
            lengths[i] = (byte) literalCode.length(i);
        }
        for (int i = 0; i < distances; i++) {
            lengths[literals + i] = (byte) distanceCode.length(i);
        }
        Arrays.fill(frequencies, 0);
        count = 0;
        int total = literals + distances;
        for (int at = 0; at < total; ) {
            int end = at + 1;
            while (end < total && lengths[end] == lengths[at]) {
                end++;
            }
            run(lengths[at], end - at);
            at = end;
        }
        code.build(frequencies);
        words = Format.CODE_LENGTHS;
        while (words > 4 && code.length(ORDER[words - 1]) == 0) {
            words--;
        }
    }

    private void run(int length, int times) {
        int left = times;
        if (length == 0) {
            while (left >= MIN_MANY_ZEROS) {
                int n = Math.min(left, MAX_ZEROS);
                item(MANY_ZEROS, n - MIN_MANY_ZEROS);
                left -= n;
            }
            if (left >= MIN_RUN) {
                item(ZEROS, left - MIN_RUN);
                left = 0;
            }
        } else {
            item(length, 0);
            left--;
            while (left >= MIN_RUN) {
                int n = Math.min(left, MAX_REPEAT);
                item(REPEAT, n - MIN_RUN);
                left -= n;
            }
        }
        for (; left > 0; left--) {
            item(length, 0);
        }
    }

    private void item(int symbol, int value) {
        frequencies[symbol]++;
        items[count++] = (short) (symbol | value << 5);
    }

    /** How many bits {@link #write} puts in. */
    long cost() {
        return 5
                + 5
                + 4
                + 3L * words
                + code.cost(frequencies)
                + 2L * frequencies[REPEAT]
                + 3L * frequencies[ZEROS]
                + 7L * frequencies[MANY_ZEROS];
    }

    void write(BitSink sink) {
        sink.put(literals - Format.FIRST_LENGTH | distances - 1 << 5 | words - 4 << 10, 14);
        for (int i = 0; i < words; i++) {
            sink.put(code.length(ORDER[i]), 3);
        }
        int[] packed = code.packed();
        for (int i = 0; i < count; i++) {
            int symbol = items[i] & 0x1F;
            int word = packed[symbol];
            int length = word >>> HuffmanCode.LENGTH_SHIFT;
            int extra = symbol == REPEAT ? 2 : symbol == ZEROS ? 3 : symbol == MANY_ZEROS ? 7 : 0;
            sink.put(word & HuffmanCode.CODE | items[i] >>> 5 << length, length + extra);
        }
    }
}
