package org.atomsmith.ostree.delta;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How a delta makes a file of its source. Which of the two ways takes fewer bytes differs from file to file. */
sealed interface Recipe {

    /** A bsdiff patch. */
    record Patched(byte[] patch) implements Recipe {}

    /**
     * Pieces of the source and new bytes in turn.
     *
     * @param pieces of these triples: bytes to take of the source, from where, then how many new bytes
     * @param fresh all new bytes, one after the other
     * @param copied bytes that come from the source
     */
    record Copied(long[] pieces, byte[] fresh, long copied) implements Recipe {}

    /** Bytes that are the same in a row before copying them is shorter than repeating them. */
    int WORTH_COPYING = 64;

    /** Takes the shorter way. */
    static Recipe of(Cost cost, byte[] source, byte[] file, Segments segments) {
        return cost.copying() <= cost.patching()
                ? copied(source, file, segments)
                : new Patched(patch(source, file, segments));
    }

    /** A recipe that never needs bsdiff; it may be longer than the file. */
    static Copied copied(byte[] source, byte[] file, Segments segments) {
        Copier copier = new Copier(MemorySegment.ofArray(file));
        int at = 0;
        for (int i = 0; i < segments.count(); i++) {
            int from = segments.source(i);
            int end = at + segments.alike(i);
            int same = at;
            while (same < end) {
                int run = run(source, file, same, end, from - at);
                if (run >= WORTH_COPYING) {
                    copier.copy(same, from - at + same, run);
                }
                same += run + 1;
            }
            at = end + segments.fresh(i);
        }
        return copier.finish();
    }

    /** How many bytes from a place are the same. */
    private static int run(byte[] source, byte[] file, int at, int end, int offset) {
        int mismatch = Arrays.mismatch(file, at, end, source, at + offset, end + offset);
        return mismatch < 0 ? end - at : mismatch;
    }

    /** The patch as {@link Patch} reads it. */
    private static byte[] patch(byte[] source, byte[] file, Segments segments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 24 * segments.count());
        ByteBuffer triple = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        byte[] buffer = new byte[8192];
        int at = 0;
        for (int i = 0; i < segments.count(); i++) {
            int alike = segments.alike(i);
            int from = segments.source(i);
            int next = i + 1 < segments.count() ? segments.source(i + 1) : from + alike;
            triple.clear();
            triple.putLong(alike).putLong(segments.fresh(i)).putLong(signed(next - from - alike));
            out.write(triple.array(), 0, 24);
            for (int done = 0; done < alike; ) {
                int n = Math.min(buffer.length, alike - done);
                for (int j = 0; j < n; j++) {
                    buffer[j] = (byte) (file[at + done + j] - source[from + done + j]);
                }
                out.write(buffer, 0, n);
                done += n;
            }
            at += alike;
            out.write(file, at, segments.fresh(i));
            at += segments.fresh(i);
        }
        return out.toByteArray();
    }

    private static long signed(long value) {
        return value < 0 ? -value | Long.MIN_VALUE : value;
    }

    /** What the two ways would take when compressed, roughly, in bytes. */
    record Cost(double copying, double patching) {
        /** What compression makes of bytes that resemble nothing. */
        private static final double FRESH = 0.45;
        /** Of differences, which are more random but often alike. */
        private static final double DIFFERENT = 1.1;
        /** Of zeros. */
        private static final double ZERO = 1 / 700.0;

        private static final double TRIPLE = 6;
        private static final double PIECE = 6;
        /** Small files are patched: copying saves time only where there is much to copy. */
        private static final double BIAS = 64;

        /** Of the shorter way. */
        double least() {
            return Math.min(copying, patching);
        }

        static Cost of(byte[] source, byte[] file, Segments segments) {
            double copying = BIAS;
            double patching = 0;
            int at = 0;
            for (int i = 0; i < segments.count(); i++) {
                int offset = segments.source(i) - at;
                int end = at + segments.alike(i);
                for (int same = at; same < end; ) {
                    int run = run(source, file, same, end, offset);
                    copying += run >= WORTH_COPYING ? PIECE : run * FRESH;
                    patching += run * ZERO;
                    if (same + run < end) {
                        copying += PIECE / 4 + FRESH;
                        patching += DIFFERENT;
                    }
                    same += run + 1;
                }
                copying += segments.fresh(i) * FRESH;
                patching += TRIPLE + segments.fresh(i) * FRESH;
                at = end + segments.fresh(i);
            }
            return new Cost(copying, patching);
        }
    }

    /** Collects pieces and what lies between them. */
    final class Copier {
        private static final int BUFFER = 65_536;

        private final ByteArrayOutputStream fresh = new ByteArrayOutputStream();
        private final MemorySegment file;
        private long[] pieces = new long[48];
        private int count;
        private long end;
        private long copied;

        Copier(MemorySegment file) {
            this.file = file;
        }

        void copy(long at, long from, long length) {
            fresh(at);
            int before = count - 3;
            if (before >= 0 && pieces[before + 2] == 0 && pieces[before] + pieces[before + 1] == from) {
                pieces[before] += length;
            } else {
                add(length, from, 0);
            }
            end = at + length;
            copied += length;
        }

        /** Bytes that are new so far. */
        int freshSize() {
            return fresh.size();
        }

        private void fresh(long until) {
            if (until > end) {
                if (count == 0) {
                    add(0, 0, 0);
                }
                pieces[count - 1] += until - end;
                while (end < until) {
                    int n = (int) Math.min(BUFFER, until - end);
                    fresh.write(file.asSlice(end, n).toArray(ValueLayout.JAVA_BYTE), 0, n);
                    end += n;
                }
            }
        }

        private void add(long length, long from, long more) {
            if (count == pieces.length) {
                pieces = Arrays.copyOf(pieces, 2 * count);
            }
            pieces[count++] = length;
            pieces[count++] = from;
            pieces[count++] = more;
        }

        Copied finish() {
            fresh(file.byteSize());
            return new Copied(Arrays.copyOf(pieces, count), fresh.toByteArray(), copied);
        }
    }
}
