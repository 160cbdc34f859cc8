package org.atomsmith.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds earlier occurrences of what follows: for four bytes and more by chains of the places with the same hash, for
 * three by the last such place only.
 *
 * <p>Places are counted through all objects that an encoder ever sees, with a gap of a window between two, so that nothing
 * has to be forgotten when an object begins.
 */
final class MatchFinder {
    /** A place needs as many bytes after it to be looked up or added. */
    static final int MIN_AHEAD = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private static final int BITS_3 = 14;
    private static final int BITS_4 = 16;
    private static final int MASK = Format.WINDOW - 1;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int RESTART = 1 << 30;

    private final byte[] data;
    private final int[] last3 = new int[1 << BITS_3];
    private final int[] last4 = new int[1 << BITS_4];
    private final int[] before = new int[Format.WINDOW];
    /** The place of the first byte of {@link #data}. */
    private int base = Format.WINDOW;

    /**
     * Finds matches in a buffer.
     *
     * @param data the buffer; bytes after its content are read, not used
     */
    MatchFinder(byte[] data) {
        this.data = data;
    }

    /** Starts an object at the buffer's beginning, after one that had reached {@code end}. */
    void begin(int end) {
        base += end + Format.WINDOW;
        if (base > RESTART) {
            Arrays.fill(last3, 0);
            Arrays.fill(last4, 0);
            base = Format.WINDOW;
        }
    }

    /** The buffer's content was moved towards its beginning. Objects of any size may be written: places are bounded. */
    void moved(int distance) {
        base += distance;
        if (base > RESTART) {
            int less = base - Format.WINDOW & ~MASK;
            reduce(last3, less);
            reduce(last4, less);
            reduce(before, less);
            base -= less;
        }
    }

    private static void reduce(int[] places, int less) {
        for (int i = 0; i < places.length; i++) {
            places[i] = Math.max(places[i] - less, 0);
        }
    }

    private static int hash3(int four) {
        return (four << 8) * MULTIPLIER >>> (32 - BITS_3);
    }

    private static int hash4(int four) {
        return four * MULTIPLIER >>> (32 - BITS_4);
    }

    /**
     * Finds the longest match, the nearest of those, and adds the place.
     *
     * @param at where what is looked for begins, with {@link #MIN_AHEAD} bytes at least after it
     * @param longerThan matches up to this length are not looked for, at least 2
     * @param most how long a match may be
     * @param enough how long a match need be to end the search
     * @param depth how many places of the chain are tried
     * @return length &lt;&lt; 16 | distance, 0 if there is none
     */
    int find(int at, int longerThan, int most, int enough, int depth) {
        int stop = Math.min(enough, most);
        byte[] data = this.data;
        int[] before = this.before;
        int base = this.base;
        int place = at + base;
        int oldest = place - MASK;
        int four = (int) INT.get(data, at);
        int h3 = hash3(four);
        int h4 = hash4(four);
        int place3 = last3[h3];
        int candidate = last4[h4];
        last3[h3] = place;
        last4[h4] = place;
        before[place & MASK] = candidate;
        int best = longerThan;
        int found = 0;
        if (best < 3) {
            if (place3 < oldest) {
                return 0;
            }
            best = 3;
            if (((int) INT.get(data, place3 - base) ^ four) << 8 == 0) {
                found = 3 << 16 | place - place3;
            }
        }
        int tail = (int) INT.get(data, at + best - 3);
        for (int left = depth; candidate >= oldest && left > 0; left--) {
            int from = candidate - base;
            if ((int) INT.get(data, from + best - 3) == tail && (int) INT.get(data, from) == four) {
                int length = length(data, from, at, most);
                if (length > best) {
                    best = length;
                    found = best << 16 | place - candidate;
                    if (best >= stop) {
                        return found;
                    }
                    tail = (int) INT.get(data, at + best - 3);
                }
            }
            candidate = before[candidate & MASK];
        }
        return found;
    }

    /** How many bytes are the same at two places, of which four are known to be; {@code most} at most. */
    private static int length(byte[] data, int a, int b, int most) {
        int length = 4;
        while (length < most) {
            long difference = (long) LONG.get(data, a + length) ^ (long) LONG.get(data, b + length);
            if (difference != 0) {
                return Math.min(length + (Long.numberOfTrailingZeros(difference) >>> 3), most);
            }
            length += Long.BYTES;
        }
        return most;
    }

    /** Adds places without looking anything up. */
    void add(int from, int to) {
        byte[] data = this.data;
        int base = this.base;
        for (int at = from; at < to; at++) {
            int place = at + base;
            int four = (int) INT.get(data, at);
            last3[hash3(four)] = place;
            int h4 = hash4(four);
            before[place & MASK] = last4[h4];
            last4[h4] = place;
        }
    }
}
