package org.atomsmith.disk.compressed;

/**
 * The CRC-32 of a stream from those of its pieces. A CRC is the remainder of a polynomial over GF(2): what n bytes more do
 * to it is a multiplication by x to the power of 8n, so that pieces can be summed up in parallel.
 */
final class JoinedCrc32 {
    /** The polynomial of CRC-32, the coefficient of x to the power of 0 in the highest bit. */
    private static final int POLYNOMIAL = 0xEDB88320;

    private static final int ONE = 1 << 31;

    private int crc;

    /** Adds a piece at the end. */
    void add(int pieceCrc, long length) {
        crc = multiply(powerOfX(length), crc) ^ pieceCrc;
    }

    /** The sum of all pieces. */
    int value() {
        return crc;
    }

    /** x to the power of so many bytes' bits, modulo the polynomial. */
    private static int powerOfX(long bytes) {
        int square = ONE >>> 8;
        int result = ONE;
        for (long n = bytes; n > 0; n >>= 1) {
            if ((n & 1) != 0) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = shifted >>> 1 ^ -(shifted & 1) & POLYNOMIAL;
        }
        return product;
    }
}
