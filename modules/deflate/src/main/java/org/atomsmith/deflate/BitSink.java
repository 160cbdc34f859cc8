package org.atomsmith.deflate;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bits, the lowest first, gathered into bytes. Who puts bits in looks after the room: see {@link #reserve}. */
final class BitSink {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final byte[] bytes;
    private int filled;
    private long bits;
    private int count;

    BitSink(int capacity) {
        this.bytes = new byte[capacity + Long.BYTES];
    }

    /** Forgets everything. */
    void clear() {
        filled = 0;
        bits = 0;
        count = 0;
    }

    /** Makes room, by giving away all whole bytes if there is too little. */
    void reserve(long moreBits, OutputStream out) throws IOException {
        if (filled + (moreBits + 7) / 8 + Long.BYTES > bytes.length - Long.BYTES) {
            drain(out);
        }
    }

    /** Gives away all whole bytes. */
    void drain(OutputStream out) throws IOException {
        if (filled > 0) {
            out.write(bytes, 0, filled);
            filled = 0;
        }
    }

    /** Puts in up to 32 bits. */
    void put(int value, int length) {
        bits |= (value & 0xFFFFFFFFL) << count;
        count += length;
        flush();
    }

    /** Fills the last byte with zeros. */
    void align() {
        count = (count + 7) & ~7;
        flush();
    }

    /** Puts in bytes; the sink is aligned. */
    void put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, filled, length);
        filled += length;
    }

    private void flush() {
        LONG.set(bytes, filled, bits);
        filled += count >>> 3;
        bits >>>= count & ~7;
        count &= 7;
    }

    /**
     * Puts in a block's symbols.
     *
     * @param data where the literals are
     * @param at where the block begins
     * @param literals the code of each literal, see {@link HuffmanCode#packed}
     * @param lengths the code of each match length with the bits that follow it
     * @param distances the code of each distance's slot
     */
    void put(Sequences block, byte[] data, int at, int[] literals, int[] lengths, int[] distances) {
        byte[] to = this.bytes;
        int next = this.filled;
        long pending = this.bits;
        int n = this.count;
        int p = at;
        long[] sequences = block.all();
        int last = block.count();
        for (int i = 0; i <= last; i++) {
            long sequence = i < last ? sequences[i] : block.trailing();
            int run = Sequences.literals(sequence);
            // A literal has up to 14 bits and up to 7 are left from before: four fit before bytes are written.
            while (run >= 4) {
                int a = literals[data[p] & 0xFF];
                int b = literals[data[p + 1] & 0xFF];
                int c = literals[data[p + 2] & 0xFF];
                int d = literals[data[p + 3] & 0xFF];
                pending |= (long) (a & HuffmanCode.CODE) << n;
                n += a >>> HuffmanCode.LENGTH_SHIFT;
                pending |= (long) (b & HuffmanCode.CODE) << n;
                n += b >>> HuffmanCode.LENGTH_SHIFT;
                pending |= (long) (c & HuffmanCode.CODE) << n;
                n += c >>> HuffmanCode.LENGTH_SHIFT;
                pending |= (long) (d & HuffmanCode.CODE) << n;
                n += d >>> HuffmanCode.LENGTH_SHIFT;
                LONG.set(to, next, pending);
                next += n >>> 3;
                pending >>>= n & ~7;
                n &= 7;
                p += 4;
                run -= 4;
            }
            while (run > 0) {
                int a = literals[data[p++] & 0xFF];
                pending |= (long) (a & HuffmanCode.CODE) << n;
                n += a >>> HuffmanCode.LENGTH_SHIFT;
                run--;
            }
            if (i == last) {
                break;
            }
            // Up to 7 + 3 * 14 bits are pending.
            LONG.set(to, next, pending);
            next += n >>> 3;
            pending >>>= n & ~7;
            n &= 7;
            int length = Sequences.length(sequence);
            int distance = Sequences.distance(sequence);
            int slot = Sequences.slot(sequence);
            int a = lengths[length];
            pending |= (long) (a & HuffmanCode.CODE) << n;
            n += a >>> HuffmanCode.LENGTH_SHIFT;
            int b = distances[slot];
            pending |= (long) (b & HuffmanCode.CODE) << n;
            n += b >>> HuffmanCode.LENGTH_SHIFT;
            pending |= (long) (distance - Format.distanceBase(slot)) << n;
            n += Format.distanceExtra(slot);
            LONG.set(to, next, pending);
            next += n >>> 3;
            pending >>>= n & ~7;
            n &= 7;
            p += length;
        }
        this.filled = next;
        this.bits = pending;
        this.count = n;
        flush();
    }
}
