package org.atomsmith.ostree.gvariant;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A GVariant that is read where it lies, in an array or a mapped file: nothing is copied until {@link #toVariant} asks
 * for it. For values too large to be read whole, such as static deltas. Each step checks that what it gives lies inside
 * its container and after what comes before it; normal form beyond that is {@link #toVariant}'s to check.
 */
public final class VariantView {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final VariantType type;
    private final MemorySegment bytes;

    private VariantView(VariantType type, MemorySegment bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /**
     * A view of a value of a known type.
     *
     * @throws VariantException when the type has one size and the bytes another
     */
    public static VariantView of(VariantType type, MemorySegment bytes) {
        int fixed = type.fixedSize();
        if (fixed != 0 && bytes.byteSize() != fixed) {
            throw bad(type, "takes " + bytes.byteSize() + " bytes, should take " + fixed);
        }
        return new VariantView(type, bytes);
    }

    /** The value's type. */
    public VariantType type() {
        return type;
    }

    /** The value's bytes, where they lie. */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * The value, copied.
     *
     * @throws VariantException when it is not in normal form, or larger than an array can be
     */
    public Variant toVariant() {
        return Variant.parse(type, toArray());
    }

    /** The bytes, copied. */
    public byte[] toArray() {
        if (bytes.byteSize() > Integer.MAX_VALUE - 8) {
            throw bad(type, "takes " + bytes.byteSize() + " bytes");
        }
        return bytes.toArray(ValueLayout.JAVA_BYTE);
    }

    /** The value inside a box. */
    public VariantView unboxed() {
        if (!(type instanceof VariantType.Boxed)) {
            throw bad(type, "is no boxed value");
        }
        long end = bytes.byteSize();
        long nul = end - 1;
        while (nul >= 0 && nul >= end - 256 && bytes.get(ValueLayout.JAVA_BYTE, nul) != 0) {
            nul--;
        }
        if (nul < 0 || nul < end - 256) {
            throw bad(type, "has no type string");
        }
        StringBuilder text = new StringBuilder();
        for (long i = nul + 1; i < end; i++) {
            text.append((char) (bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff));
        }
        return of(VariantType.parse(text.toString()), bytes.asSlice(0, nul));
    }

    /** The members of a tuple, or key and value of an entry. */
    public List<VariantView> members() {
        List<VariantType> types = switch (type) {
            case VariantType.Tuple tuple -> tuple.members();
            case VariantType.Entry entry -> List.of(entry.key(), entry.value());
            default -> throw bad(type, "is no tuple");
        };
        long size = bytes.byteSize();
        int framed = 0;
        for (int i = 0; i < types.size() - 1; i++) {
            framed += types.get(i).fixedSize() == 0 ? 1 : 0;
        }
        int width = framed == 0 ? 0 : offsetWidth(size);
        long body = size - (long) framed * width;
        List<VariantView> members = new ArrayList<>(types.size());
        long at = 0;
        long table = size;
        for (int i = 0; i < types.size(); i++) {
            VariantType member = types.get(i);
            long begin = align(at, member.alignment());
            long end;
            if (member.fixedSize() != 0) {
                end = begin + member.fixedSize();
            } else if (i == types.size() - 1) {
                end = body;
            } else {
                table -= width;
                end = table < 0 ? -1 : number(table, width);
            }
            if (begin > end || end > body) {
                throw bad(type, "has member " + i + " out of place");
            }
            members.add(of(member, bytes.asSlice(begin, end - begin)));
            at = end;
        }
        return members;
    }

    /** How many items an array has. */
    public int count() {
        VariantType element = element();
        long size = bytes.byteSize();
        int fixed = element.fixedSize();
        long count;
        if (fixed != 0) {
            if (size % fixed != 0) {
                throw bad(type, "is no whole number of items");
            }
            count = size / fixed;
        } else if (size == 0) {
            count = 0;
        } else {
            int width = offsetWidth(size);
            count = (size - body(width)) / width;
        }
        if (count > Integer.MAX_VALUE) {
            throw bad(type, "has " + count + " items");
        }
        return (int) count;
    }

    /** An item of an array, {@code index} below {@link #count}. */
    public VariantView item(int index) {
        VariantType element = element();
        int fixed = element.fixedSize();
        if (index < 0 || index >= count()) {
            throw bad(type, "has no item " + index);
        }
        if (fixed != 0) {
            return of(element, bytes.asSlice((long) index * fixed, fixed));
        }
        int width = offsetWidth(bytes.byteSize());
        long body = body(width);
        long begin = index == 0 ? 0 : align(number(body + (index - 1L) * width, width), element.alignment());
        long end = number(body + (long) index * width, width);
        if (begin < 0 || begin > end || end > body) {
            throw bad(type, "has item " + index + " out of place");
        }
        return of(element, bytes.asSlice(begin, end - begin));
    }

    private VariantType element() {
        if (type instanceof VariantType.Array(VariantType element)) {
            return element;
        }
        throw bad(type, "is no array");
    }

    /** Where an array's items end and its table of offsets begins. */
    private long body(int width) {
        long size = bytes.byteSize();
        long body = size < width ? -1 : number(size - width, width);
        if (body < 0 || body > size - width || (size - body) % width != 0) {
            throw bad(type, "has a bad table of offsets");
        }
        return body;
    }

    private long number(long at, int width) {
        return switch (width) {
            case 0 -> 0;
            case 1 -> bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case 2 ->
                bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff | (bytes.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff) << 8;
            case 4 -> Integer.toUnsignedLong(bytes.get(INT, at));
            default -> bytes.get(LONG, at);
        };
    }

    private static int offsetWidth(long size) {
        return size <= 0xffff ? Framing.offsetWidth((int) size) : size <= 0xffff_ffffL ? 4 : 8;
    }

    private static long align(long offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    private static VariantException bad(VariantType type, String what) {
        return new VariantException("GVariant of type '" + type.text() + "' " + what);
    }
}
