package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.filesystem.Run;

/**
 * A part of a file that lies in one piece.
 *
 * @param offset the first block in the file
 * @param start the first block in the file system
 * @param count how many blocks, less than 2^21
 */
record Extent(long offset, long start, long count) {
    /** How many bytes one takes in an inode. */
    static final int BYTES = 16;

    private static final long LONGEST = (1 << 21) - 1;

    /** The extents of a file that fills runs one after the other. */
    static List<Extent> of(List<Run> runs) {
        List<Extent> extents = new ArrayList<>(runs.size());
        long offset = 0;
        for (Run run : runs) {
            for (long done = 0; done < run.count(); done += LONGEST) {
                long count = Math.min(run.count() - done, LONGEST);
                extents.add(new Extent(offset, run.start() + done, count));
                offset += count;
            }
        }
        return extents;
    }

    /**
     * The extents of a file with holes.
     *
     * @param offsets of its blocks in the file, in order
     * @param places of its blocks in the file system
     */
    static List<Extent> of(long[] offsets, long[] places) {
        List<Extent> extents = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= offsets.length; i++) {
            if (i == offsets.length || offsets[i] != offsets[i - 1] + 1 || places[i] != places[i - 1] + 1) {
                extents.add(new Extent(offsets[begin], places[begin], i - begin));
                begin = i;
            }
        }
        return extents;
    }

    /** As an inode holds them: 54 bits of offset, 52 of start, 21 of count. */
    static byte[] encode(List<Extent> extents, Geometry geometry) {
        ByteBuffer bytes = ByteBuffer.allocate(extents.size() * BYTES);
        for (Extent extent : extents) {
            long start = geometry.blockNumber(extent.start());
            bytes.putLong(extent.offset() << 9 | start >>> 43);
            bytes.putLong(start << 21 | extent.count());
        }
        return bytes.array();
    }
}
