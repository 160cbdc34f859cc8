package org.atomsmith.ostree.gvariant;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Serialises values in normal form; framing offsets are little-endian. */
final class VariantWriter {
    private byte[] buffer = new byte[128];
    private int size;

    private VariantWriter() {}

    static byte[] write(Variant value) {
        VariantWriter writer = new VariantWriter();
        writer.append(value);
        return Arrays.copyOf(writer.buffer, writer.size);
    }

    /** Appends a value; the caller has aligned. Containers start aligned to their strictest member, so offsets agree. */
    private void append(Variant value) {
        switch (value) {
            case Variant.Number number -> number(number.bits(), value.type().fixedSize());
            case Variant.Text text -> {
                bytes(Utf8.encode(text.value()));
                number(0, 1);
            }
            case Variant.Bytes bytes -> bytes(bytes.value());
            case Variant.Boxed boxed -> {
                append(boxed.value());
                number(0, 1);
                bytes(boxed.value().type().text().getBytes(StandardCharsets.US_ASCII));
            }
            case Variant.Maybe maybe -> {
                if (maybe.value().isPresent()) {
                    append(maybe.value().get());
                    if (maybe.element().fixedSize() == 0) {
                        number(0, 1);
                    }
                }
            }
            case Variant.Array array -> array(array);
            case Variant.Tuple tuple -> tuple(tuple.members(), value.type());
            case Variant.Entry entry -> tuple(entry.children(), value.type());
        }
    }

    private void array(Variant.Array array) {
        int alignment = array.element().alignment();
        boolean framed = array.element().fixedSize() == 0;
        int start = size;
        int[] ends = new int[array.items().size()];
        int i = 0;
        for (Variant item : array.items()) {
            pad(alignment);
            append(item);
            ends[i++] = size - start;
        }
        if (framed && ends.length > 0) {
            int width = Framing.offsetWidth(size - start, ends.length);
            for (int end : ends) {
                number(end, width);
            }
        }
    }

    private void tuple(List<Variant> members, VariantType type) {
        if (members.isEmpty()) {
            number(0, 1);
            return;
        }
        int start = size;
        int[] ends = new int[members.size()];
        int framed = 0;
        for (int i = 0; i < members.size(); i++) {
            VariantType member = members.get(i).type();
            pad(member.alignment());
            append(members.get(i));
            if (member.fixedSize() == 0 && i < members.size() - 1) {
                ends[framed++] = size - start;
            }
        }
        if (type.fixedSize() != 0) {
            pad(type.alignment());
        }
        int width = Framing.offsetWidth(size - start, framed);
        while (framed > 0) {
            number(ends[--framed], width);
        }
    }

    private void pad(int alignment) {
        while ((size & (alignment - 1)) != 0) {
            number(0, 1);
        }
    }

    private void number(long value, int width) {
        reserve(width);
        for (int i = 0; i < width; i++) {
            buffer[size++] = (byte) (value >>> (8 * i));
        }
    }

    private void bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
