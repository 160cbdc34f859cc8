package org.atomsmith.disk.compressed;

/**
 * Tells data that cannot be made smaller by how evenly its bytes are distributed: compressed or encrypted data come within
 * a few percent of chance. Integers only, so that every machine comes to the same result.
 */
final class Density {
    /** What is looked at together. */
    private static final int UNIT = 1 << 18;
    /** How many dense units in a row are worth the distinction, as matches do not go across. */
    private static final int LEAST_UNITS = 4;
    /** By how many percent the sum of squares of the counts may exceed that of an even distribution. */
    private static final int TOLERANCE = 6;

    private Density() {}

    /** Where the next dense stretch begins, or {@code length}. */
    static int nextDense(byte[] bytes, int from, int length) {
        int units = 0;
        for (int at = from; at + UNIT <= length; at += UNIT) {
            units = isDense(bytes, at) ? units + 1 : 0;
            if (units == LEAST_UNITS) {
                return at - (LEAST_UNITS - 1) * UNIT;
            }
        }
        return length;
    }

    /** Where a dense stretch that begins at {@code from} ends. */
    static int endOfDense(byte[] bytes, int from, int length) {
        int at = from;
        while (at + UNIT <= length && isDense(bytes, at)) {
            at += UNIT;
        }
        return at;
    }

    private static boolean isDense(byte[] bytes, int at) {
        int[] even = new int[256];
        int[] odd = new int[256];
        for (int i = at; i < at + UNIT; i += 2) {
            even[bytes[i] & 0xFF]++;
            odd[bytes[i + 1] & 0xFF]++;
        }
        long squares = 0;
        for (int i = 0; i < 256; i++) {
            long count = even[i] + odd[i];
            squares += count * count;
        }
        long ofChance = (long) UNIT * UNIT / 256;
        return squares * 100 < ofChance * (100 + TOLERANCE);
    }
}
