package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Applies a bsdiff patch, uncompressed and without a header: triples of numbers (bytes to add to the source's, bytes to
 * take as they are, how far the source then moves), each followed by those bytes. Gives the result piece by piece.
 */
final class Patch {
    private static final int TRIPLE = 24;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment patch;
    private final Source source;
    private final byte[] old = new byte[8192];
    private long at;
    private long position;
    private long adding;
    private long taking;
    private long move;
    private long left;

    /** A patch that makes {@code size} bytes of a source. */
    Patch(MemorySegment patch, Source source, long size) {
        this.patch = patch;
        this.source = source;
        this.left = size;
    }

    /** Makes up to {@code length} bytes, at least one; 0 at the end. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        while (left > 0 && adding == 0 && taking == 0) {
            triple();
        }
        if (left == 0 || length == 0) {
            return 0;
        }
        int n;
        if (adding > 0) {
            n = (int) Math.min(Math.min(length, old.length), adding);
            add(buffer, offset, n);
            adding -= n;
            position += n;
        } else {
            n = (int) Math.min(length, taking);
            copy(buffer, offset, n);
            taking -= n;
        }
        left -= n;
        return n;
    }

    private void triple() throws DeltaException {
        position += move;
        if (patch.byteSize() - at < TRIPLE) {
            throw new DeltaException("a patch ends " + left + " bytes before the end of its file");
        }
        adding = number(at);
        taking = number(at + 8);
        move = number(at + 16);
        at += TRIPLE;
        if (adding < 0 || taking < 0 || adding > left || taking > left - adding) {
            throw new DeltaException(
                    "a patch makes more than its file has: " + adding + " and " + taking + " of " + left + " bytes");
        }
        if (adding > patch.byteSize() - at || taking > patch.byteSize() - at - adding) {
            throw new DeltaException("a patch takes bytes from after its end");
        }
        // Far moves would overflow later sums; no source is that long.
        if (Math.abs(move) > 1L << 48) {
            throw new DeltaException("a patch moves by " + move + " bytes");
        }
    }

    /** Sign and magnitude, little-endian. */
    private long number(long offset) {
        long bits = patch.get(LONG, offset);
        long magnitude = bits & Long.MAX_VALUE;
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Bytes of the source outside of it count as zero, as in every implementation. */
    private void add(byte[] buffer, int offset, int n) {
        copy(buffer, offset, n);
        long begin = Math.max(position, 0);
        long end = Math.min(position + n, source.size());
        if (begin >= end) {
            return;
        }
        int count = (int) (end - begin);
        source.copy(begin, old, 0, count);
        int shift = offset + (int) (begin - position);
        for (int i = 0; i < count; i++) {
            buffer[shift + i] += old[i];
        }
    }

    private void copy(byte[] buffer, int offset, int n) {
        MemorySegment.copy(patch, ValueLayout.JAVA_BYTE, at, buffer, offset, n);
        at += n;
    }
}
