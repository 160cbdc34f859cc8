package org.atomsmith.ostree.delta;

/** The byte order of the sizes in a superblock: that of the machine which made it. */
public enum Endianness {
    /** Declared by {@code l}. */
    LITTLE('l', "little"),
    /** Declared by {@code B}. */
    BIG('B', "big");

    private final char letter;
    private final String text;

    Endianness(char letter, String text) {
        this.letter = letter;
        this.text = text;
    }

    /** What {@code ostree.endianness} says. */
    public char letter() {
        return letter;
    }

    /** {@code little} or {@code big}. */
    public String text() {
        return text;
    }

    /** The other one. */
    public Endianness swapped() {
        return this == LITTLE ? BIG : LITTLE;
    }

    long order(long value) {
        return this == LITTLE ? value : Long.reverseBytes(value);
    }

    int order(int value) {
        return this == LITTLE ? value : Integer.reverseBytes(value);
    }
}
