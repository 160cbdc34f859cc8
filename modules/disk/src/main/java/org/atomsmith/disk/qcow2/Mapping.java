package org.atomsmith.disk.qcow2;

import java.util.Arrays;

/** Where each cluster of the disk is in the file: the entries of all second-level tables. */
final class Mapping {
    private static final long COPIED = 1L << 63;
    private static final long COMPRESSED = 1L << 62;
    private static final int SECTOR = 512;

    private final int sectorShift;
    private long[] entries = new long[8192];

    /** Begins without any cluster. */
    Mapping(int clusterBits) {
        this.sectorShift = 62 - (clusterBits - 8);
    }

    /** Notes a cluster that is stored as it is. */
    void stored(long index, long offset) {
        set(index, offset | COPIED);
    }

    /** Notes a compressed cluster. */
    void compressed(long index, long offset, int length) {
        long moreSectors = (offset + length - 1) / SECTOR - offset / SECTOR;
        set(index, COMPRESSED | moreSectors << sectorShift | offset);
    }

    private void set(long index, long entry) {
        int i = Math.toIntExact(index);
        if (i >= entries.length) {
            entries = Arrays.copyOf(entries, Math.max(i + 1, Math.toIntExact(entries.length * 2L)));
        }
        entries[i] = entry;
    }

    /** The entry of a cluster; 0 when it is not stored because it is all zeros. */
    long entry(long index) {
        return index < entries.length ? entries[(int) index] : 0;
    }

    /** Whether no cluster of a range is stored. */
    boolean isEmpty(long from, int count) {
        for (long i = from; i < Math.min(from + count, entries.length); i++) {
            if (entries[(int) i] != 0) {
                return false;
            }
        }
        return true;
    }
}
