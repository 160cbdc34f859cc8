package org.atomsmith.solver;

import java.util.Arrays;

/** A growable list of ints. */
final class IntList {
    private int[] elements = new int[8];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return elements[index];
    }

    void set(int index, int value) {
        elements[index] = value;
    }

    void add(int value) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size * 2);
        }
        elements[size++] = value;
    }

    int removeLast() {
        return elements[--size];
    }

    /** Forgets all but the first elements. */
    void truncate(int newSize) {
        size = newSize;
    }

    boolean contains(int value) {
        for (int i = 0; i < size; i++) {
            if (elements[i] == value) {
                return true;
            }
        }
        return false;
    }

    int[] toArray() {
        return Arrays.copyOf(elements, size);
    }
}
