package org.atomsmith.deflate;

import java.util.Arrays;

/**
 * A block as it is found: runs of literals, each followed by a match, and how often each symbol was seen. A sequence is
 * one long: how many literals (bits 0 to 19), then the match's length (20 to 28), distance (32 to 47) and distance
 * symbol (48 to 52).
 */
final class Sequences {
    /** Room in a block; about as many as {@link DeflateEncoder}'s buffer gives in dense data. */
    static final int CAPACITY = 32_768;

    private final long[] all = new long[CAPACITY];
    private int count;
    private int symbols;
    private int run;

    /** How often each literal or length was seen. */
    final int[] literals = new int[Format.LITERALS];
    /** How often each distance symbol was seen. */
    final int[] distances = new int[Format.DISTANCES];

    static int literals(long sequence) {
        return (int) sequence & 0xF_FFFF;
    }

    static int length(long sequence) {
        return (int) sequence >>> 20 & 0x1FF;
    }

    static int distance(long sequence) {
        return (int) (sequence >>> 32) & 0xFFFF;
    }

    static int slot(long sequence) {
        return (int) (sequence >>> 48);
    }

    void clear() {
        count = 0;
        symbols = 0;
        run = 0;
        Arrays.fill(literals, 0);
        Arrays.fill(distances, 0);
    }

    /** Whether there is no room for another match. */
    boolean isFull() {
        return count == CAPACITY;
    }

    /** The sequences; only the first {@link #count} are this block's. */
    long[] all() {
        return all;
    }

    int count() {
        return count;
    }

    /** How many literals and matches there are. */
    int symbols() {
        return symbols;
    }

    /** The literals after the last match, as a sequence without a match. */
    long trailing() {
        return run;
    }

    /** Adds bytes as literals. */
    void literals(byte[] data, int from, int to) {
        int[] seen = literals;
        for (int at = from; at < to; at++) {
            seen[data[at] & 0xFF]++;
        }
        symbols += to - from;
        run += to - from;
    }

    /** Adds a match. */
    void match(int length, int distance) {
        int slot = Format.distanceSlot(distance);
        literals[Format.FIRST_LENGTH + Format.lengthSlot(length)]++;
        distances[slot]++;
        all[count++] = run | length << 20 | (long) distance << 32 | (long) slot << 48;
        symbols++;
        run = 0;
    }
}
