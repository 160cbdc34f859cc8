package org.atomsmith.rpm.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;

/**
 * An RPM header: typed values by tag. Every value is checked to lie within the data when the header is parsed, so that
 * reading one cannot fail but for its type.
 */
final class Header {
    private static final int ENTRY_SIZE = 16;
    private static final int PREFIX = 16;
    private static final int INT16 = 3;
    private static final int INT32 = 4;
    private static final int INT64 = 5;
    private static final int STRING = 6;
    private static final int BIN = 7;
    private static final int STRING_ARRAY = 8;
    private static final int I18N_STRING = 9;

    private final String name;
    private final byte[] blob;
    private final int dataStart;
    private final TreeMap<Integer, Entry> entries = new TreeMap<>();

    private record Entry(int type, int start, int count, int end) {}

    private Header(String name, byte[] blob, int dataStart) {
        this.name = name;
        this.blob = blob;
        this.dataStart = dataStart;
    }

    /**
     * Parses a header as it stands in a file: magic, counts, index, data.
     *
     * @param name what messages call the file
     * @param offset where the header stands in it, for messages
     * @param region the tag of the entry that covers the signed part
     */
    static Header parse(byte[] blob, int indexCount, int region, String name, long offset)
            throws PackageFormatException {
        Header header = new Header(name, blob, PREFIX + indexCount * ENTRY_SIZE);
        ByteBuffer index = ByteBuffer.wrap(blob, PREFIX, indexCount * ENTRY_SIZE);
        for (int i = 0; i < indexCount; i++) {
            int tag = index.getInt();
            int type = index.getInt();
            int start = index.getInt();
            int count = index.getInt();
            long at = offset + PREFIX + (long) i * ENTRY_SIZE;
            if (tag == region && i == 0) {
                header.checkRegion(type, start, count, indexCount, at);
                continue;
            }
            Entry entry = header.entry(tag, type, start, count, at);
            if (header.entries.put(tag, entry) != null) {
                throw new PackageFormatException(name + ": header entry " + tag + " occurs twice", at);
            }
        }
        return header;
    }

    /** The signed region must be all of the header: rpm never writes anything else into a package. */
    private void checkRegion(int type, int start, int count, int indexCount, long at) throws PackageFormatException {
        int data = blob.length - dataStart;
        if (type != BIN || count != ENTRY_SIZE || start < 0 || start != data - ENTRY_SIZE) {
            throw new PackageFormatException(
                    name + ": the header's signed region does not end where the header ends", at);
        }
        ByteBuffer trailer = ByteBuffer.wrap(blob, dataStart + start, ENTRY_SIZE);
        trailer.getInt();
        int trailerType = trailer.getInt();
        int back = trailer.getInt();
        if (trailerType != BIN || back != -indexCount * ENTRY_SIZE) {
            throw new PackageFormatException(
                    name + ": the header's signed region does not cover all of its entries", at);
        }
    }

    private Entry entry(int tag, int type, int start, int count, long at) throws PackageFormatException {
        int data = blob.length - dataStart;
        if (start < 0 || start > data || count <= 0 || count > data) {
            throw new PackageFormatException(
                    name + ": header entry " + tag + " lies outside of the header (offset " + start + ", count " + count
                            + ")",
                    at);
        }
        long end = switch (type) {
            case 0 -> start;
            case 1, 2, BIN -> (long) start + count;
            case INT16 -> start + 2L * count;
            case INT32 -> start + 4L * count;
            case INT64 -> start + 8L * count;
            case STRING, STRING_ARRAY, I18N_STRING -> stringsEnd(start, type == STRING ? 1 : count);
            default ->
                throw new PackageFormatException(name + ": header entry " + tag + " has the unknown type " + type, at);
        };
        if (end < 0 || end > data) {
            throw new PackageFormatException(name + ": header entry " + tag + " ends outside of the header", at);
        }
        return new Entry(type, dataStart + start, count, dataStart + (int) end);
    }

    /** Offset in the data behind that many strings, or -1 when there are not so many. */
    private long stringsEnd(int start, int count) {
        int at = dataStart + start;
        for (int i = 0; i < count; i++) {
            while (at < blob.length && blob[at] != 0) {
                at++;
            }
            if (at++ >= blob.length) {
                return -1;
            }
        }
        return at - dataStart;
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The first or only string. */
    Optional<String> string(int tag) throws PackageFormatException {
        List<String> all = strings(tag);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    String require(int tag, String what) throws PackageFormatException {
        return string(tag)
                .filter(s -> !s.isEmpty())
                .orElseThrow(() -> new PackageFormatException(name + ": the header has no " + what, -1));
    }

    List<String> strings(int tag) throws PackageFormatException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return List.of();
        }
        int count = expect(entry, tag, STRING, STRING_ARRAY, I18N_STRING).type() == STRING ? 1 : entry.count();
        List<String> strings = new ArrayList<>(count);
        int at = entry.start();
        for (int i = 0; i < count; i++) {
            int end = at;
            while (blob[end] != 0) {
                end++;
            }
            strings.add(text(at, end - at));
            at = end + 1;
        }
        return strings;
    }

    /** Integers of whatever width, unsigned. */
    long[] numbers(int tag) throws PackageFormatException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        expect(entry, tag, INT16, INT32, INT64);
        ByteBuffer data = ByteBuffer.wrap(blob, entry.start(), entry.end() - entry.start());
        long[] numbers = new long[entry.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (entry.type()) {
                case INT16 -> data.getShort() & 0xffffL;
                case INT32 -> data.getInt() & 0xffffffffL;
                default -> data.getLong();
            };
        }
        return numbers;
    }

    Optional<byte[]> bytes(int tag) throws PackageFormatException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return Optional.empty();
        }
        expect(entry, tag, BIN);
        return Optional.of(Arrays.copyOfRange(blob, entry.start(), entry.end()));
    }

    private Entry expect(Entry entry, int tag, int... types) throws PackageFormatException {
        if (Arrays.stream(types).noneMatch(t -> t == entry.type())) {
            throw new PackageFormatException(
                    name + ": header entry " + tag + " is of type " + entry.type() + ", expected "
                            + Arrays.toString(types),
                    -1);
        }
        return entry;
    }

    /** Packages of before 2010 are in the encodings of their time; ISO 8859-1 reads them all. */
    private String text(int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(blob, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(blob, start, length, StandardCharsets.ISO_8859_1);
        }
    }
}
