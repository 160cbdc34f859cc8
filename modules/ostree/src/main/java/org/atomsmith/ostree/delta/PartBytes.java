package org.atomsmith.ostree.delta;

import java.util.List;

/**
 * The bytes of a part that is to be compressed.
 *
 * @param pieces one after the other
 * @param machineCode where it is machine code: offsets and lengths
 */
record PartBytes(List<Chunks> pieces, List<long[]> machineCode) {

    long size() {
        return pieces.stream().mapToLong(Chunks::size).sum();
    }

    /** Copies a range. */
    void copy(long from, byte[] to, int length) {
        long at = from;
        int done = 0;
        long begin = 0;
        for (Chunks piece : pieces) {
            long end = begin + piece.size();
            if (at < end && done < length) {
                int n = (int) Math.min(length - done, end - at);
                piece.copy(at - begin, to, done, n);
                at += n;
                done += n;
            }
            begin = end;
        }
    }

    /** True when most of a range is machine code. */
    boolean isMachineCode(long from, int length) {
        long bytes = 0;
        for (long[] range : machineCode) {
            long begin = Math.max(from, range[0]);
            long end = Math.min(from + length, range[0] + range[1]);
            bytes += Math.max(0, end - begin);
        }
        return 2 * bytes > length;
    }
}
