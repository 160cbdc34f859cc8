package org.atomsmith.rpm.md;

import java.util.Arrays;

/** Numbers strings from 0 in the order in which they come first, and keeps their bytes one behind the other. */
final class StringNumbers {
    private static final int ROOM = 1 << 12;

    private String[] texts = new String[ROOM];
    private int[] slots = new int[2 * ROOM];
    private int size;

    int size() {
        return size;
    }

    String get(int number) {
        return texts[number];
    }

    /** The string's number; {@link #size} grows when it is a new one. */
    int of(String text) {
        int slot = slot(text);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == texts.length) {
            grow();
            slot = slot(text);
        }
        texts[size] = text;
        slots[slot] = ++size;
        return size - 1;
    }

    private int slot(String text) {
        int h = text.hashCode();
        int slot = (h ^ h >>> 15) & (slots.length - 1);
        while (slots[slot] != 0 && !texts[slots[slot] - 1].equals(text)) {
            slot = slot + 1 & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        texts = Arrays.copyOf(texts, 2 * size);
        slots = new int[4 * size];
        for (int i = 0; i < size; i++) {
            slots[slot(texts[i])] = i + 1;
        }
    }
}
