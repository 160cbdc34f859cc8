package org.atomsmith.ostree.object;

import org.atomsmith.ostree.gvariant.Variant;

/** Numbers that OSTree keeps big-endian inside little-endian variants. */
final class BigEndian {

    private BigEndian() {}

    static Variant u32(int value) {
        return Variant.u32(Integer.reverseBytes(value));
    }

    static Variant u64(long value) {
        return Variant.u64(Long.reverseBytes(value));
    }

    static int u32(Variant value) {
        return Integer.reverseBytes((int) value.asLong());
    }

    static long u64(Variant value) {
        return Long.reverseBytes(value.asLong());
    }
}
