package org.atomsmith.ostree.delta;

import java.util.Arrays;

/**
 * How a file follows from its source: pieces of the file one after the other, each first like a piece of the source,
 * byte for byte with few differences, then new.
 */
final class Segments {
    private long[] sources = new long[16];
    private int[] alike = new int[16];
    private int[] fresh = new int[16];
    private int count;

    /** Adds a piece: {@code like} bytes like those at {@code source}, then {@code more} new ones. */
    void add(long source, int like, int more) {
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, 2 * count);
            alike = Arrays.copyOf(alike, 2 * count);
            fresh = Arrays.copyOf(fresh, 2 * count);
        }
        sources[count] = source;
        alike[count] = like;
        fresh[count++] = more;
    }

    int count() {
        return count;
    }

    /** Where in the source the piece's like begins. */
    int source(int index) {
        return (int) sources[index];
    }

    /** How many bytes are like the source's. */
    int alike(int index) {
        return alike[index];
    }

    /** How many new bytes follow. */
    int fresh(int index) {
        return fresh[index];
    }
}
