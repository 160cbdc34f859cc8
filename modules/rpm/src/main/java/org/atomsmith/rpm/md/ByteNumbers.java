package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;

/** Numbers sequences of bytes from 0 in the order in which they come first, and keeps them one behind the other. */
final class ByteNumbers {
    private static final int ROOM = 1 << 12;

    private final Varints bytes = new Varints();
    private final Ints ends = new Ints();
    private int[] slots = new int[2 * ROOM];

    int size() {
        return ends.size();
    }

    /** Bytes of all sequences. */
    int length() {
        return bytes.length();
    }

    /** The sequence's number; {@link #size} grows when it is a new one. */
    int of(Varints sequence) {
        if (2 * size() >= slots.length) {
            grow();
        }
        int slot = sequence.hash(0, sequence.length()) & (slots.length - 1);
        while (slots[slot] != 0) {
            int known = slots[slot] - 1;
            if (bytes.matches(start(known), ends.get(known), sequence)) {
                return known;
            }
            slot = slot + 1 & (slots.length - 1);
        }
        sequence.appendTo(bytes);
        ends.add(bytes.length());
        slots[slot] = size();
        return size() - 1;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends.get(number - 1);
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int number = 0; number < size(); number++) {
            int slot = bytes.hash(start(number), ends.get(number)) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = slot + 1 & (slots.length - 1);
            }
            slots[slot] = number + 1;
        }
    }

    /** Writes where each ends. */
    void copyEndsTo(ByteBuffer out) {
        ends.copyTo(out);
    }

    /** Writes all of them. */
    void copyTo(ByteBuffer out) {
        bytes.copyTo(out);
    }
}
