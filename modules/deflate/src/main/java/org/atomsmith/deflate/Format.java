package org.atomsmith.deflate;

/** The numbers of RFC 1951. */
final class Format {
    /** How far back a match may reach. */
    static final int WINDOW = 1 << 15;

    static final int MIN_MATCH = 3;
    static final int MAX_MATCH = 258;

    /** The symbol after a block's last one. */
    static final int END_OF_BLOCK = 256;
    /** The symbol of the shortest length. */
    static final int FIRST_LENGTH = 257;

    /** Symbols for literals, the end of a block, and lengths. */
    static final int LITERALS = 286;
    /** Symbols for distances. */
    static final int DISTANCES = 30;
    /** Symbols for code lengths. */
    static final int CODE_LENGTHS = 19;

    /** The longest block that is not compressed. */
    static final int MAX_STORED = 65_535;

    /** How many bits follow each symbol of a length. */
    private static final byte[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };

    private static final byte[] SLOT_OF_LENGTH = new byte[MAX_MATCH + 1];
    private static final short[] LENGTH_BASE = new short[LENGTH_EXTRA.length];

    static {
        int length = MIN_MATCH;
        for (int slot = 0; slot < LENGTH_EXTRA.length - 1; slot++) {
            LENGTH_BASE[slot] = (short) length;
            for (int end = length + (1 << LENGTH_EXTRA[slot]); length < end; length++) {
                SLOT_OF_LENGTH[Math.min(length, MAX_MATCH)] = (byte) slot;
            }
        }
        // The longest match has a symbol of its own.
        SLOT_OF_LENGTH[MAX_MATCH] = (byte) (LENGTH_EXTRA.length - 1);
        LENGTH_BASE[LENGTH_EXTRA.length - 1] = MAX_MATCH;
    }

    private Format() {}

    /** Which of the symbols from {@link #FIRST_LENGTH} a length has. */
    static int lengthSlot(int length) {
        return SLOT_OF_LENGTH[length];
    }

    /** The shortest length of a slot. */
    static int lengthBase(int slot) {
        return LENGTH_BASE[slot];
    }

    /** How many bits follow the symbol of a length. */
    static int lengthExtra(int slot) {
        return LENGTH_EXTRA[slot];
    }

    /** The symbol of a distance, 1 to {@link #WINDOW}. */
    static int distanceSlot(int distance) {
        int d = distance - 1;
        if (d < 2) {
            return d;
        }
        int top = 31 - Integer.numberOfLeadingZeros(d);
        return 2 * top + (d >>> (top - 1) & 1);
    }

    /** The shortest distance of a slot. */
    static int distanceBase(int slot) {
        return slot < 2 ? slot + 1 : ((2 + (slot & 1)) << distanceExtra(slot)) + 1;
    }

    /** How many bits follow the symbol of a distance. */
    static int distanceExtra(int slot) {
        return slot < 2 ? 0 : (slot >>> 1) - 1;
    }
}
