package org.atomsmith.ostree.delta;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds pieces of a source in a file of any size, after the method of rsync: sums of the source's blocks are looked for
 * at every place of the file by a sum that rolls; where one fits, the bytes are compared and the match extended both
 * ways.
 */
final class RollingMatches {
    /** Bytes that it takes at most, beside the two files, which are mapped, and what is new in one. */
    static final long MEMORY = 48L << 20;

    private static final int SMALLEST_BLOCK = 64;
    private static final int MOST_BLOCKS = 1 << 21;
    private static final int BUFFER = 65_536;
    /** A file of which less than half is in the source is shipped whole. */
    private static final int WORTHWHILE_PERCENT = 50;
    /** What is new is kept in memory: more than this of it, and the file is shipped whole. */
    private static final int MOST_FRESH = 96 << 20;

    private final MemorySegment source;
    private final MemorySegment file;
    private final int block;
    private final int[] slots;
    private final int[] sums;
    private final int mask;

    private RollingMatches(MemorySegment source, MemorySegment file) {
        this.source = source;
        this.file = file;
        int size = 512;
        while (source.byteSize() / size > MOST_BLOCKS && size < BUFFER / 4) {
            size *= 2;
        }
        while (size > SMALLEST_BLOCK && source.byteSize() < 64L * size) {
            size /= 2;
        }
        this.block = size;
        int blocks = (int) (source.byteSize() / size);
        this.slots = new int[Math.max(16, Integer.highestOneBit(Math.max(1, blocks)) * 4)];
        this.mask = slots.length - 1;
        this.sums = new int[blocks];
        Arrays.fill(slots, -1);
        index();
    }

    /** The recipe; empty when too little of the file is in the source. */
    static Optional<Recipe.Copied> recipe(MemorySegment source, MemorySegment file) {
        Recipe.Copier copier = new Recipe.Copier(file);
        new RollingMatches(source, file).run(copier);
        if (copier.freshSize() > MOST_FRESH) {
            return Optional.empty();
        }
        Recipe.Copied copied = copier.finish();
        return copied.copied() * 100 < file.byteSize() * WORTHWHILE_PERCENT ? Optional.empty() : Optional.of(copied);
    }

    private void index() {
        byte[] bytes = new byte[block];
        for (int i = 0; i < sums.length; i++) {
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, (long) i * block, bytes, 0, block);
            Sum sum = new Sum();
            for (byte b : bytes) {
                sum.add(b);
            }
            sums[i] = sum.value();
            int slot = slot(sums[i]);
            while (slots[slot] >= 0 && sums[slots[slot]] != sums[i]) {
                slot = slot + 1 & mask;
            }
            // Of equal blocks the first is enough: the match is extended from there.
            if (slots[slot] < 0) {
                slots[slot] = i;
            }
        }
    }

    private int slot(int sum) {
        return (sum * 0x9E3779B1 >>> 7) & mask;
    }

    private void run(Recipe.Copier copier) {
        long size = file.byteSize();
        Window window = new Window(file, block);
        long done = 0;
        long at = 0;
        boolean fresh = true;
        Sum sum = new Sum();
        while (at + block <= size && copier.freshSize() <= MOST_FRESH) {
            if (fresh) {
                sum = new Sum();
                for (int i = 0; i < block; i++) {
                    sum.add(window.at(at + i));
                }
                fresh = false;
            }
            long place = find(sum.value(), at);
            if (place >= 0) {
                long length = block + common(at + block, place + block);
                long back = commonBack(at, place, at - done);
                copier.copy(at - back, place - back, length + back);
                at += length;
                done = at;
                fresh = true;
            } else {
                if (at + block < size) {
                    sum.roll(window.at(at), window.at(at + block), block);
                }
                at++;
            }
        }
    }

    private long find(int sum, long at) {
        int slot = slot(sum);
        while (slots[slot] >= 0) {
            int candidate = slots[slot];
            if (sums[candidate] == sum) {
                long place = (long) candidate * block;
                return MemorySegment.mismatch(file, at, at + block, source, place, place + block) < 0 ? place : -1;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    private long common(long at, long place) {
        long length = Math.min(file.byteSize() - at, source.byteSize() - place);
        long mismatch = MemorySegment.mismatch(file, at, at + length, source, place, place + length);
        return mismatch < 0 ? length : mismatch;
    }

    private long commonBack(long at, long place, long most) {
        long limit = Math.min(most, place);
        long length = 0;
        while (length < limit
                && file.get(ValueLayout.JAVA_BYTE, at - length - 1)
                        == source.get(ValueLayout.JAVA_BYTE, place - length - 1)) {
            length++;
        }
        return length;
    }

    /** rsync's sum: of the bytes, and of those sums. */
    private static final class Sum {
        private int a;
        private int b;

        void add(byte value) {
            a += value & 0xff;
            b += a;
        }

        void roll(byte out, byte in, int size) {
            a += (in & 0xff) - (out & 0xff);
            b += a - size * (out & 0xff);
        }

        int value() {
            return a * 0x85EBCA6B ^ b;
        }
    }

    /** The bytes of a segment, of which a row is at hand. */
    private static final class Window {
        private final MemorySegment bytes;
        private final byte[] buffer = new byte[BUFFER];
        private final int reach;
        private long begin = -1;
        private long end = -1;

        Window(MemorySegment bytes, int reach) {
            this.bytes = bytes;
            this.reach = reach;
        }

        byte at(long index) {
            if (index < begin || index >= end) {
                // What rolls out of the window is looked at too.
                begin = Math.max(0, index - reach - 1);
                end = Math.min(bytes.byteSize(), begin + BUFFER);
                MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, begin, buffer, 0, (int) (end - begin));
            }
            return buffer[(int) (index - begin)];
        }
    }
}
