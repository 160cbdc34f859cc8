package org.atomsmith.deflate;

import java.util.Arrays;

/** A prefix code whose words have limited lengths, made from how often each symbol occurs. */
final class HuffmanCode {
    /** The bits of a packed entry that are the word, as it is to be written. */
    static final int CODE = 0xFF_FFFF;
    /** Above them is how many bits the word has. */
    static final int LENGTH_SHIFT = 24;

    private static final int SYMBOL_BITS = 9;
    private static final int SYMBOL = (1 << SYMBOL_BITS) - 1;

    private final int symbols;
    private final int longest;
    /** For each symbol the word and its length, 0 for a symbol without a word. */
    private final int[] packed;

    private final int[] sorted;
    private final int[] weights;
    private final int[] perLength;
    private final int[] nextWord;

    /**
     * A code for some symbols.
     *
     * @param longest the most bits a word may have
     */
    HuffmanCode(int symbols, int longest) {
        this.symbols = symbols;
        this.longest = longest;
        this.packed = new int[symbols];
        this.sorted = new int[symbols];
        this.weights = new int[symbols];
        this.perLength = new int[longest + 1];
        this.nextWord = new int[longest + 1];
    }

    int[] packed() {
        return packed;
    }

    int length(int symbol) {
        return packed[symbol] >>> LENGTH_SHIFT;
    }

    /** How many symbols there are up to the last one that has a word, at least {@code least}. */
    int used(int least) {
        int n = symbols;
        while (n > least && packed[n - 1] == 0) {
            n--;
        }
        return n;
    }

    /** The bits that all symbols take together; the last symbols need no frequency. */
    long cost(int[] frequencies) {
        long bits = 0;
        for (int i = 0; i < frequencies.length; i++) {
            bits += (long) frequencies[i] * (packed[i] >>> LENGTH_SHIFT);
        }
        return bits;
    }

    /**
     * Makes the best code.
     *
     * @param frequencies how often each symbol occurs, less than 2^22
     */
    void build(int[] frequencies) {
        int n = 0;
        for (int i = 0; i < symbols; i++) {
            if (frequencies[i] != 0) {
                sorted[n++] = frequencies[i] << SYMBOL_BITS | i;
            }
        }
        Arrays.fill(packed, 0);
        Arrays.fill(perLength, 0);
        if (n < 2) {
            // Some decoders reject a code with less than two words.
            int only = n == 0 ? 0 : sorted[0] & SYMBOL;
            packed[only] = 1;
            packed[only == 0 ? 1 : 0] = 1;
            perLength[1] = 2;
        } else {
            Arrays.sort(sorted, 0, n);
            depths(n);
            limit(n);
            // The rarest symbols get the longest words.
            int i = 0;
            for (int length = longest; length > 0; length--) {
                for (int k = perLength[length]; k > 0; k--) {
                    packed[sorted[i++] & SYMBOL] = length;
                }
            }
        }
        assign();
    }

    /** Gives each symbol its word: in the order of lengths and then of symbols, its first bit lowest. */
    void assign() {
        int word = 0;
        for (int length = 1; length <= longest; length++) {
            word = (word + perLength[length - 1]) << 1;
            nextWord[length] = word;
        }
        for (int i = 0; i < symbols; i++) {
            int length = packed[i];
            if (length != 0) {
                packed[i] = length << LENGTH_SHIFT | Integer.reverse(nextWord[length]++) >>> (32 - length);
            }
        }
    }

    /** The fixed code of given lengths. */
    void fix(byte[] lengths) {
        Arrays.fill(perLength, 0);
        for (int i = 0; i < symbols; i++) {
            packed[i] = lengths[i];
            perLength[lengths[i]]++;
        }
        assign();
    }

    /**
     * How many words have each length when none is limited: Huffman's tree, in the place of the weights, after Moffat and
     * Katajainen, "In-Place Calculation of Minimum-Redundancy Codes" (1995).
     */
    private void depths(int n) {
        int[] a = weights;
        for (int i = 0; i < n; i++) {
            a[i] = sorted[i] >>> SYMBOL_BITS;
        }
        // Weights of inner nodes take the places of leaves that are joined, then parents those of inner nodes.
        int leaf = 0;
        int root = 0;
        for (int next = 0; next < n - 1; next++) {
            int sum = 0;
            for (int side = 0; side < 2; side++) {
                if (leaf >= n || root < next && a[root] < a[leaf]) {
                    sum += a[root];
                    a[root++] = next;
                } else {
                    sum += a[leaf++];
                }
            }
            a[next] = sum;
        }
        a[n - 2] = 0;
        for (int i = n - 3; i >= 0; i--) {
            a[i] = a[a[i]] + 1;
        }
        // a[i] are the inner nodes' depths, from the deepest; leaves are what is left of each level.
        int available = 1;
        int inner = n - 2;
        for (int depth = 0; available > 0; depth++) {
            int used = 0;
            while (inner >= 0 && a[inner] == depth) {
                used++;
                inner--;
            }
            perLength[Math.min(depth, longest)] += available - used;
            available = 2 * used;
        }
    }

    /** Shortens words that were too long, which are counted among the longest, and makes room for them in the tree. */
    private void limit(int n) {
        long room = 1L << longest;
        long taken = 0;
        for (int length = 1; length <= longest; length++) {
            taken += (long) perLength[length] << (longest - length);
        }
        // Each step moves a word one down, which frees half of its place.
        while (taken > room) {
            int length = longest - 1;
            while (perLength[length] == 0) {
                length--;
            }
            perLength[length]--;
            perLength[length + 1]++;
            taken -= 1L << (longest - length - 1);
        }
        // The last step may have freed too much: words of the longest length move up while they fit.
        for (int length = longest; length > 1 && taken < room; ) {
            long gain = 1L << (longest - length);
            if (perLength[length] > 0 && taken + gain <= room) {
                perLength[length]--;
                perLength[length - 1]++;
                taken += gain;
            } else {
                length--;
            }
        }
    }
}
