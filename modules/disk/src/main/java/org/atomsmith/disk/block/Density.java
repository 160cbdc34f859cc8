package org.atomsmith.disk.block;

/**
 * Tells data that cannot be made smaller by how evenly its bytes are distributed: compressed or encrypted data come within
 * a few percent of chance. Integers only, so that every machine comes to the same result.
 */
public final class Density {
    /** What is looked at together. */
    private static final int UNIT = 1 << 18;
    /** How many dense units in a row are worth the distinction, as matches do not go across. */
    private static final int LEAST_UNITS = 4;
    /** By how many percent the sum of squares of a unit's counts may exceed that of an even distribution. */
    private static final int TOLERANCE = 6;
    /** The same for a block, which nobody looks at again. */
    private static final int BLOCK_TOLERANCE = 2;
    /** What is enough to see that most blocks are not dense; chance alone makes 6 percent of difference in so little. */
    private static final int SAMPLE = 1 << 12;

    private static final int SAMPLE_TOLERANCE = 12;

    private Density() {}

    /** Whether a block of an even number of bytes, 32 KiB or more, is not worth the attempt. */
    static boolean isDense(byte[] bytes, int from, int length) {
        return isDense(bytes, from + length / 2, SAMPLE, SAMPLE_TOLERANCE)
                && isDense(bytes, from, length, BLOCK_TOLERANCE);
    }

    /** Where the next dense stretch begins, or {@code length}. */
    public static int nextDense(byte[] bytes, int from, int length) {
        int units = 0;
        for (int at = from; at + UNIT <= length; at += UNIT) {
            units = isDense(bytes, at, UNIT, TOLERANCE) ? units + 1 : 0;
            if (units == LEAST_UNITS) {
                return at - (LEAST_UNITS - 1) * UNIT;
            }
        }
        return length;
    }

    /** Where a dense stretch that begins at {@code from} ends. */
    public static int endOfDense(byte[] bytes, int from, int length) {
        int at = from;
        while (at + UNIT <= length && isDense(bytes, at, UNIT, TOLERANCE)) {
            at += UNIT;
        }
        return at;
    }

    private static boolean isDense(byte[] bytes, int from, int length, int tolerance) {
        int[] even = new int[256];
        int[] odd = new int[256];
        for (int i = from; i < from + length; i += 2) {
            even[bytes[i] & 0xFF]++;
            odd[bytes[i + 1] & 0xFF]++;
        }
        long squares = 0;
        for (int i = 0; i < 256; i++) {
            long count = even[i] + odd[i];
            squares += count * count;
        }
        long ofChance = (long) length * length / 256;
        return squares * 100 < ofChance * (100 + tolerance);
    }
}
