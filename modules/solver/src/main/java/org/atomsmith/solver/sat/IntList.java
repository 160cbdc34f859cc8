package org.atomsmith.solver.sat;

import java.util.Arrays;

/** A growable list of ints. */
public final class IntList {
    private int[] elements = new int[8];
    private int size;

    public int size() {
        return size;
    }

    public int get(int index) {
        return elements[index];
    }

    public void set(int index, int value) {
        elements[index] = value;
    }

    public void add(int value) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size * 2);
        }
        elements[size++] = value;
    }

    public int removeLast() {
        return elements[--size];
    }

    /** Forgets all but the first elements. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public boolean contains(int value) {
        for (int i = 0; i < size; i++) {
            if (elements[i] == value) {
                return true;
            }
        }
        return false;
    }

    public int[] toArray() {
        return Arrays.copyOf(elements, size);
    }
}
