package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing array of ints. */
final class Ints {
    private int[] values = new int[1 << 10];
    private int size;

    int size() {
        return size;
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size));
        }
        values[size++] = value;
    }

    int get(int i) {
        return values[i];
    }

    void copyTo(ByteBuffer out) {
        out.asIntBuffer().put(values, 0, size);
        out.position(out.position() + 4 * size);
    }
}
