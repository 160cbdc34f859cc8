package org.atomsmith.ostree.delta;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads a part's operations: a letter, and numbers of 7 bits a byte. Each is read whole or refused.
 *
 * <p>{@code S} makes an object of a piece of the payload; {@code o} begins a file, {@code w} adds a piece of the payload,
 * or of the source object when {@code r} has set one and {@code R} not unset it, {@code B} adds what a patch makes of the
 * source, {@code c} ends the file.
 */
final class Operations {
    static final int SPLICE = 'S';
    static final int OPEN = 'o';
    static final int WRITE = 'w';
    static final int SET_SOURCE = 'r';
    static final int UNSET_SOURCE = 'R';
    static final int CLOSE = 'c';
    static final int PATCH = 'B';
    static final String ALL = "SowrRcB";

    private final MemorySegment bytes;
    private long at;

    Operations(MemorySegment bytes, long at) {
        this.bytes = bytes;
        this.at = at;
    }

    boolean atEnd() {
        return at >= bytes.byteSize();
    }

    /** Where the next byte is. */
    long position() {
        return at;
    }

    /** The next operation's letter. */
    int letter() throws DeltaException {
        int letter = next();
        if (ALL.indexOf(letter) < 0) {
            throw new DeltaException("Unknown opcode " + letter + " at offset " + (at - 1));
        }
        return letter;
    }

    /** The next number; those above 2^63 - 1 are refused, because nothing has such a size. */
    long number() throws DeltaException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = next();
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
        throw new DeltaException("an impossible number at offset " + at + " of the operations");
    }

    private int next() throws DeltaException {
        if (atEnd()) {
            throw new DeltaException("Unexpected EOF reading the operations at offset " + at);
        }
        return bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
    }
}
