package org.atomsmith.rpm.write;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays out a header as it stands in a file: magic, counts, an index that is sorted by number and begins with the region
 * that signatures cover, then the data, each value aligned to its width.
 */
final class HeaderBuilder {
    private static final int MAGIC = 0x8eade801;
    private static final int ENTRY_SIZE = 16;
    private static final int INT16 = 3;
    private static final int INT32 = 4;
    private static final int INT64 = 5;
    private static final int STRING = 6;
    private static final int BIN = 7;
    private static final int STRING_ARRAY = 8;
    private static final int I18N_STRING = 9;

    private final int region;
    private final TreeMap<Integer, Entry> entries = new TreeMap<>();

    private record Entry(int type, int count, byte[] data) {
        int alignment() {
            return switch (type) {
                case INT16 -> 2;
                case INT32 -> 4;
                case INT64 -> 8;
                default -> 1;
            };
        }
    }

    /** A header whose entries are all in one region, of that number. */
    HeaderBuilder(int region) {
        this.region = region;
    }

    HeaderBuilder text(int tag, String text) {
        return put(tag, STRING, 1, strings(List.of(text)));
    }

    /** A text; nothing when it is empty. */
    HeaderBuilder optional(int tag, String text) {
        return text.isEmpty() ? this : text(tag, text);
    }

    /** A text in the locale C alone. */
    HeaderBuilder translated(int tag, String text) {
        return put(tag, I18N_STRING, 1, strings(List.of(text)));
    }

    /** Strings; nothing when there are none: a header has no entry without a value. */
    HeaderBuilder texts(int tag, List<String> texts) {
        return put(tag, STRING_ARRAY, texts.size(), strings(texts));
    }

    HeaderBuilder bytes(int tag, byte[] bytes) {
        return put(tag, BIN, bytes.length, bytes);
    }

    HeaderBuilder int16(int tag, long... numbers) {
        ByteBuffer data = ByteBuffer.allocate(2 * numbers.length);
        Arrays.stream(numbers).forEach(n -> data.putShort((short) n));
        return put(tag, INT16, numbers.length, data.array());
    }

    HeaderBuilder int32(int tag, long... numbers) {
        ByteBuffer data = ByteBuffer.allocate(4 * numbers.length);
        Arrays.stream(numbers).forEach(n -> data.putInt((int) n));
        return put(tag, INT32, numbers.length, data.array());
    }

    HeaderBuilder int64(int tag, long... numbers) {
        ByteBuffer data = ByteBuffer.allocate(8 * numbers.length);
        Arrays.stream(numbers).forEach(data::putLong);
        return put(tag, INT64, numbers.length, data.array());
    }

    private HeaderBuilder put(int tag, int type, int count, byte[] data) {
        if (count > 0) {
            entries.put(tag, new Entry(type, count, data));
        }
        return this;
    }

    private static byte[] strings(List<String> texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String text : texts) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a text of a header holds a zero character: " + text);
            }
            data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            data.write(0);
        }
        return data.toByteArray();
    }

    /** The header's bytes: what digests and signatures cover. */
    byte[] build() {
        int count = entries.size() + 1;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteBuffer index = ByteBuffer.allocate(count * ENTRY_SIZE);
        index.position(ENTRY_SIZE);
        for (Map.Entry<Integer, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            while (data.size() % entry.alignment() != 0) {
                data.write(0);
            }
            index.putInt(each.getKey()).putInt(entry.type()).putInt(data.size()).putInt(entry.count());
            data.writeBytes(entry.data());
        }
        index.putInt(0, region).putInt(4, BIN).putInt(8, data.size()).putInt(12, ENTRY_SIZE);
        // The region's trailer says, from its place, how far back the index begins.
        ByteBuffer trailer = ByteBuffer.allocate(ENTRY_SIZE);
        trailer.putInt(region).putInt(BIN).putInt(-count * ENTRY_SIZE).putInt(ENTRY_SIZE);
        data.writeBytes(trailer.array());
        ByteBuffer header = ByteBuffer.allocate(16 + index.capacity() + data.size());
        header.putInt(MAGIC).putInt(0).putInt(count).putInt(data.size());
        return header.put(index.array()).put(data.toByteArray()).array();
    }
}
