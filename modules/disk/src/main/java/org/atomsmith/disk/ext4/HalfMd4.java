package org.atomsmith.disk.ext4;

import java.util.UUID;

/**
 * The hash of names in indexed directories: half MD4 over unsigned characters (Linux, fs/ext4/hash.c; checked against
 * {@code debugfs -R dx_hash}).
 */
final class HalfMd4 {
    /** The number of this hash in the superblock and in the root of an index; that characters are unsigned stands apart. */
    static final int VERSION = 1;

    private static final int K2 = 0x5a827999;
    private static final int K3 = 0x6ed9eba1;
    private static final int CHUNK_BYTES = 32;
    private static final int CHUNK_WORDS = 8;
    private static final int END_OF_DIRECTORY = 0x7fffffff;

    private final int[] seed;

    /** Takes the file system's hash seed; all zeros stands for MD4's own initial values. */
    HalfMd4(UUID seed) {
        byte[] bytes = Uuids.bytes(seed);
        int[] words = new int[4];
        for (int i = 0; i < 4; i++) {
            words[i] = (bytes[4 * i] & 0xff)
                    | (bytes[4 * i + 1] & 0xff) << 8
                    | (bytes[4 * i + 2] & 0xff) << 16
                    | (bytes[4 * i + 3] & 0xff) << 24;
        }
        boolean zero = (words[0] | words[1] | words[2] | words[3]) == 0;
        this.seed = zero ? new int[] {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476} : words;
    }

    /** The hash of a name: its lowest bit is always 0, because the index marks collisions there. */
    int hash(byte[] name) {
        int[] state = seed.clone();
        for (int from = 0; from < name.length; from += CHUNK_BYTES) {
            mix(state, words(name, from));
        }
        int hash = state[1] & ~1;
        return hash == END_OF_DIRECTORY << 1 ? (END_OF_DIRECTORY - 1) << 1 : hash;
    }

    private static int[] words(byte[] name, int from) {
        int left = name.length - from;
        int pad = left | left << 8;
        pad |= pad << 16;
        int[] words = new int[CHUNK_WORDS];
        int length = Math.min(left, CHUNK_BYTES);
        for (int w = 0; w < CHUNK_WORDS; w++) {
            int value = pad;
            for (int i = 4 * w; i < Math.min(4 * w + 4, length); i++) {
                value = (name[from + i] & 0xff) + (value << 8);
            }
            words[w] = value;
        }
        return words;
    }

    private static void mix(int[] state, int[] in) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < CHUNK_WORDS; i += 4) {
            a = round(a, choose(b, c, d), in[i], 3);
            d = round(d, choose(a, b, c), in[i + 1], 7);
            c = round(c, choose(d, a, b), in[i + 2], 11);
            b = round(b, choose(c, d, a), in[i + 3], 19);
        }
        for (int i = 1; i >= 0; i--) {
            a = round(a, majority(b, c, d), in[i] + K2, 3);
            d = round(d, majority(a, b, c), in[i + 2] + K2, 5);
            c = round(c, majority(d, a, b), in[i + 4] + K2, 9);
            b = round(b, majority(c, d, a), in[i + 6] + K2, 13);
        }
        for (int i = 3; i >= 1; i -= 2) {
            a = round(a, b ^ c ^ d, in[i] + K3, 3);
            d = round(d, a ^ b ^ c, in[i + 4] + K3, 9);
            c = round(c, d ^ a ^ b, in[i - 1] + K3, 11);
            b = round(b, c ^ d ^ a, in[i + 3] + K3, 15);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static int round(int value, int mixed, int word, int shift) {
        return Integer.rotateLeft(value + mixed + word, shift);
    }

    private static int choose(int x, int y, int z) {
        return z ^ (x & (y ^ z));
    }

    private static int majority(int x, int y, int z) {
        return (x & y) + ((x ^ y) & z);
    }
}
