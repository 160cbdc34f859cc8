package org.atomsmith.ostree.gvariant;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads normal form strictly: each child begins exactly where the one before it ends (rounded up to its alignment, over
 * zeros), offsets have the smallest width, and nothing is left over. What it builds is bounded by the bytes it reads.
 */
final class VariantReader {
    private final byte[] data;

    private VariantReader(byte[] data) {
        this.data = data;
    }

    static Variant read(VariantType type, byte[] bytes) {
        return new VariantReader(bytes).value(type, 0, bytes.length, 0);
    }

    private Variant value(VariantType type, int start, int end, int depth) {
        if (depth > VariantType.MAX_DEPTH) {
            throw new VariantException("values nest deeper than " + VariantType.MAX_DEPTH + " at byte " + start);
        }
        int fixed = type.fixedSize();
        if (fixed != 0 && end - start != fixed) {
            throw bad(type, start, "takes " + (end - start) + " bytes, should take " + fixed);
        }
        return switch (type) {
            case VariantType.Basic basic -> basic(basic, start, end);
            case VariantType.Boxed boxed -> boxed(boxed, start, end, depth);
            case VariantType.Maybe maybe -> maybe(maybe, start, end, depth);
            case VariantType.Array array -> array(array, start, end, depth);
            case VariantType.Tuple tuple -> new Variant.Tuple(members(tuple, tuple.members(), start, end, depth));
            case VariantType.Entry entry -> {
                List<Variant> pair = members(entry, List.of(entry.key(), entry.value()), start, end, depth);
                yield new Variant.Entry(pair.get(0), pair.get(1));
            }
        };
    }

    private Variant basic(VariantType.Basic type, int start, int end) {
        char letter = type.letter();
        if (letter == 's' || letter == 'o' || letter == 'g') {
            return new Variant.Text(letter, text(type, start, end));
        }
        long bits = 0;
        for (int i = end - 1; i >= start; i--) {
            bits = bits << 8 | (data[i] & 0xff);
        }
        if (letter == 'b' && bits > 1) {
            throw bad(type, start, "is " + bits);
        }
        return new Variant.Number(
                letter,
                switch (letter) {
                    case 'n' -> (short) bits;
                    case 'i', 'h' -> (int) bits;
                    default -> bits;
                });
    }

    private String text(VariantType type, int start, int end) {
        if (end <= start || data[end - 1] != 0) {
            throw bad(type, start, "does not end with NUL");
        }
        for (int i = start; i < end - 1; i++) {
            if (data[i] == 0) {
                throw bad(type, start, "holds NUL");
            }
        }
        try {
            return Utf8.decode(data, start, end - 1);
        } catch (VariantException e) {
            throw bad(type, start, "is not UTF-8");
        }
    }

    private Variant boxed(VariantType type, int start, int end, int depth) {
        int nul = end - 1;
        while (nul >= start && data[nul] != 0) {
            nul--;
        }
        if (nul < start || end - 1 - nul > 255) {
            throw bad(type, start, "has no type string");
        }
        VariantType inner = VariantType.parse(new String(data, nul + 1, end - 1 - nul, StandardCharsets.ISO_8859_1));
        return new Variant.Boxed(value(inner, start, nul, depth + 1));
    }

    private Variant maybe(VariantType.Maybe type, int start, int end, int depth) {
        if (start == end) {
            return new Variant.Maybe(type.element(), Optional.empty());
        }
        boolean framed = type.element().fixedSize() == 0;
        if (framed && data[end - 1] != 0) {
            throw bad(type, start, "does not end with zero");
        }
        return new Variant.Maybe(
                type.element(), Optional.of(value(type.element(), start, framed ? end - 1 : end, depth + 1)));
    }

    private Variant array(VariantType.Array type, int start, int end, int depth) {
        VariantType element = type.element();
        if (element instanceof VariantType.Basic(char letter) && letter == 'y') {
            return new Variant.Bytes(Arrays.copyOfRange(data, start, end));
        }
        int fixed = element.fixedSize();
        return new Variant.Array(
                element,
                fixed != 0 ? fixedItems(type, fixed, start, end, depth) : framedItems(type, start, end, depth));
    }

    private List<Variant> fixedItems(VariantType.Array type, int fixed, int start, int end, int depth) {
        if ((end - start) % fixed != 0) {
            throw bad(type, start, "is no whole number of items");
        }
        List<Variant> items = new ArrayList<>((end - start) / fixed);
        for (int at = start; at < end; at += fixed) {
            items.add(value(type.element(), at, at + fixed, depth + 1));
        }
        return items;
    }

    private List<Variant> framedItems(VariantType.Array type, int start, int end, int depth) {
        int size = end - start;
        if (size == 0) {
            return List.of();
        }
        int width = Framing.offsetWidth(size);
        long body = size < width ? -1 : number(end - width, width);
        if (body < 0 || body > size - width || (size - body) % width != 0) {
            throw bad(type, start, "has a bad table of offsets");
        }
        int count = (int) ((size - body) / width);
        if (Framing.offsetWidth(body, count) != width) {
            throw bad(type, start, "has offsets wider than needed");
        }
        int alignment = type.element().alignment();
        List<Variant> items = new ArrayList<>(count);
        int at = start;
        for (int i = 0; i < count; i++) {
            int begin = padding(type, start, at, alignment, start + (int) body);
            long stop = start + number(start + (int) body + i * width, width);
            if (stop < begin || stop > start + body) {
                throw bad(type, start, "has item " + i + " out of place");
            }
            items.add(value(type.element(), begin, (int) stop, depth + 1));
            at = (int) stop;
        }
        return items;
    }

    private List<Variant> members(VariantType type, List<VariantType> members, int start, int end, int depth) {
        if (members.isEmpty()) {
            if (data[start] != 0) {
                throw bad(type, start, "is not zero");
            }
            return List.of();
        }
        int size = end - start;
        int framed = 0;
        for (int i = 0; i < members.size() - 1; i++) {
            framed += members.get(i).fixedSize() == 0 ? 1 : 0;
        }
        int width = framed == 0 ? 0 : Framing.offsetWidth(size);
        long body = size - (long) framed * width;
        if (body < 0 || Framing.offsetWidth(body, framed) != width) {
            throw bad(type, start, "is too short or has offsets wider than needed");
        }
        int limit = start + (int) body;
        List<Variant> values = new ArrayList<>(members.size());
        int at = start;
        int table = end;
        for (int i = 0; i < members.size(); i++) {
            VariantType member = members.get(i);
            int begin = padding(type, start, at, member.alignment(), limit);
            int fixed = member.fixedSize();
            long stop;
            if (fixed != 0) {
                stop = (long) begin + fixed;
            } else if (i == members.size() - 1) {
                stop = limit;
            } else {
                table -= width;
                stop = start + number(table, width);
            }
            if (stop < begin || stop > limit) {
                throw bad(type, start, "has member " + i + " out of place");
            }
            values.add(value(member, begin, (int) stop, depth + 1));
            at = (int) stop;
        }
        if (type.fixedSize() != 0) {
            at = padding(type, start, at, type.alignment(), limit);
        }
        if (at != limit) {
            throw bad(type, start, "has bytes after its last member");
        }
        return values;
    }

    /** Steps over alignment bytes, which are zero, and gives where the next child begins. */
    private int padding(VariantType type, int start, int at, int alignment, int limit) {
        // A container begins aligned to its strictest member only when its own parent saw to it: count from there.
        int begin = VariantType.align(at, alignment);
        if (begin > limit) {
            throw bad(type, start, "ends inside alignment");
        }
        for (int i = at; i < begin; i++) {
            if (data[i] != 0) {
                throw bad(type, start, "has alignment bytes that are not zero");
            }
        }
        return begin;
    }

    private long number(int at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | (data[at + i] & 0xff);
        }
        return value;
    }

    private static VariantException bad(VariantType type, int start, String what) {
        return new VariantException("GVariant of type '" + type.text() + "' at byte " + start + " " + what);
    }
}
