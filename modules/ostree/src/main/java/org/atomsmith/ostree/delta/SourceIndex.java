package org.atomsmith.ostree.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds where in a source the longest piece is that begins like a piece of another file: hash chains over every eight
 * bytes of the source, or over every second, fourth ... of them in a large one, so that memory stays below 100 MB.
 */
final class SourceIndex {
    /** Bytes that a match has at least. */
    static final int SEED = 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_ENTRIES = 16 << 20;
    private static final int MOST_HEAD_BITS = 21;
    /** Places that are tried for one match: more find little and cost much in repetitive files. */
    private static final int TRIES = 24;
    /** A match of this many bytes is good enough to stop looking for a longer one. */
    private static final int LONG_ENOUGH = 4096;

    private final byte[] source;
    private final int strideBits;
    private final int shift;
    private final int[] head;
    private final int[] previous;
    private int found;

    SourceIndex(byte[] source) {
        this.source = source;
        int bits = 0;
        while (source.length >> bits > MOST_ENTRIES) {
            bits++;
        }
        this.strideBits = bits;
        int entries = (source.length >> bits) + 1;
        int headBits = Math.clamp(32 - Integer.numberOfLeadingZeros(entries), 8, MOST_HEAD_BITS);
        this.shift = 64 - headBits;
        this.head = new int[1 << headBits];
        this.previous = new int[entries];
        fill();
    }

    private void fill() {
        Arrays.fill(head, -1);
        long before = 0;
        for (int entry = 0; ; entry++) {
            int at = entry << strideBits;
            if (at < 0 || at > source.length - SEED) {
                return;
            }
            long bytes = (long) LONGS.get(source, at);
            // In a run of one byte, its beginning finds the longest match; the rest would only lengthen the chain.
            if (bytes == before && entry > 0) {
                continue;
            }
            before = bytes;
            int slot = hash(bytes);
            previous[entry] = head[slot];
            head[slot] = entry;
        }
    }

    private int hash(long bytes) {
        return (int) (bytes * 0x9E3779B97F4A7C15L >>> shift);
    }

    /**
     * The length of the longest match that was found for the bytes at a place of a file, 0 when there is none; then
     * {@link #found} is where in the source.
     */
    int longest(byte[] file, int at) {
        if (at > file.length - SEED) {
            return 0;
        }
        long bytes = (long) LONGS.get(file, at);
        int best = SEED - 1;
        int tries = TRIES;
        for (int entry = head[hash(bytes)]; entry >= 0 && tries-- > 0; entry = previous[entry]) {
            int place = entry << strideBits;
            if ((long) LONGS.get(source, place) != bytes) {
                continue;
            }
            // The byte that would make it longer than the best is the quickest way to refuse.
            if (place + best < source.length && at + best < file.length && source[place + best] != file[at + best]) {
                continue;
            }
            int length = common(file, at, place);
            if (length > best) {
                best = length;
                found = place;
                if (best >= LONG_ENOUGH) {
                    break;
                }
            }
        }
        return best < SEED ? 0 : best;
    }

    /** Where in the source the match begins that {@link #longest} gave the length of. */
    int found() {
        return found;
    }

    /** How many bytes are the same in the file and the source, from a place in each. */
    int common(byte[] file, int at, int place) {
        int length = Math.min(file.length - at, source.length - place);
        if (length <= 0) {
            return 0;
        }
        int mismatch = Arrays.mismatch(file, at, at + length, source, place, place + length);
        return mismatch < 0 ? length : mismatch;
    }
}
