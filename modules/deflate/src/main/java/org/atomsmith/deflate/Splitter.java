package org.atomsmith.deflate;

import java.util.Arrays;

/**
 * Says where a block is to end: where what was seen last differs so much from the block before it that codes of its own
 * pay. What is seen are kinds of symbols, few enough that some hundreds of symbols tell.
 */
final class Splitter {
    /** Literals by their two upper bits and the lowest; short and long matches. */
    private static final int KINDS = 10;

    private static final int SHORT_MATCHES = 8;
    private static final int LONG_MATCHES = 9;
    /** Lengths from here on have more than 6 symbols below them: 9 and more. */
    private static final int FIRST_LONG = Format.FIRST_LENGTH + 6;
    /** How many symbols are looked at together. */
    private static final int STEP = 512;
    /** No block is shorter, but the last one. */
    private static final int MIN_BLOCK = 5000;

    private final int[] all = new int[KINDS];
    private final int[] block = new int[KINDS];
    private int blockCount;
    private int next;

    void clear() {
        Arrays.fill(block, 0);
        blockCount = 0;
        next = STEP;
    }

    /**
     * Whether a block should end where it is now.
     *
     * @param length how many bytes it has
     * @param left how many bytes come after it
     */
    boolean ends(Sequences sequences, int length, int left) {
        return sequences.isFull()
                || sequences.symbols() >= next
                        && length >= MIN_BLOCK
                        && left >= MIN_BLOCK
                        && differs(sequences, length);
    }

    private boolean differs(Sequences sequences, int length) {
        count(sequences.literals);
        int allCount = sequences.symbols();
        int recentCount = allCount - blockCount;
        if (blockCount > 0) {
            long difference = 0;
            for (int i = 0; i < KINDS; i++) {
                long expected = (long) block[i] * recentCount;
                long seen = (long) (all[i] - block[i]) * blockCount;
                difference += Math.abs(expected - seen);
            }
            long limit = (long) recentCount * blockCount * 2 / 5;
            // In a short block the head weighs more, in a long one less.
            if (length < 2 * MIN_BLOCK && allCount < 8192) {
                limit += limit * (8192 - allCount) / 8192;
            }
            if (difference + (long) length / 4096 * blockCount >= limit) {
                return true;
            }
        }
        System.arraycopy(all, 0, block, 0, KINDS);
        blockCount = allCount;
        next = allCount + STEP;
        return false;
    }

    private void count(int[] symbols) {
        for (int upper = 0; upper < 4; upper++) {
            int even = 0;
            int odd = 0;
            for (int i = 64 * upper; i < 64 * upper + 64; i += 2) {
                even += symbols[i];
                odd += symbols[i + 1];
            }
            all[2 * upper] = even;
            all[2 * upper + 1] = odd;
        }
        int matches = 0;
        for (int i = Format.FIRST_LENGTH; i < FIRST_LONG; i++) {
            matches += symbols[i];
        }
        all[SHORT_MATCHES] = matches;
        for (int i = FIRST_LONG; i < symbols.length; i++) {
            matches += symbols[i];
        }
        all[LONG_MATCHES] = matches - all[SHORT_MATCHES];
    }
}
