package org.atomsmith.rpm.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;

/**
 * An RPM header: typed values by tag ({@link Tag}). Every value is checked to lie within the data when the header is
 * parsed, so that reading one cannot fail but for its type.
 */
public final class Header {
    private static final int ENTRY_SIZE = 16;
    private static final int PREFIX = 16;
    private static final int INSTALLED_PREFIX = 8;
    private static final int MAX_INSTALLED_ENTRIES = 0xffff;
    static final int CHAR = 1;
    static final int INT8 = 2;
    static final int INT16 = 3;
    static final int INT32 = 4;
    static final int INT64 = 5;
    static final int STRING = 6;
    static final int BIN = 7;
    static final int STRING_ARRAY = 8;
    static final int I18N_STRING = 9;

    private final String name;
    private final byte[] blob;
    private final int dataStart;
    private final TreeMap<Integer, Entry> entries = new TreeMap<>();
    private boolean regional;

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
        header.index(PREFIX, indexCount, region, region == Tag.REGION_SIGNATURES, false, offset);
        return header;
    }

    /**
     * Parses a header as the database of installed packages holds it: counts, index, data. What installing added stands behind
     * the signed region, and counts where the region has an entry of the same number.
     *
     * @param name what messages call it
     */
    static Header installed(byte[] blob, String name) throws PackageFormatException {
        ByteBuffer counts = ByteBuffer.wrap(blob);
        int indexCount = blob.length < INSTALLED_PREFIX ? -1 : counts.getInt();
        long size = indexCount < 1 || indexCount > MAX_INSTALLED_ENTRIES
                ? -1
                : INSTALLED_PREFIX + (long) indexCount * ENTRY_SIZE + counts.getInt();
        if (size != blob.length) {
            throw new PackageFormatException(
                    name + ": a header of " + blob.length + " bytes that states " + size + " is damaged", 0);
        }
        Header header = new Header(name, blob, INSTALLED_PREFIX + indexCount * ENTRY_SIZE);
        header.index(INSTALLED_PREFIX, indexCount, Tag.REGION_IMMUTABLE, true, true, 0);
        return header;
    }

    private void index(int from, int indexCount, int region, boolean mayGrow, boolean mayOverride, long offset)
            throws PackageFormatException {
        ByteBuffer index = ByteBuffer.wrap(blob, from, indexCount * ENTRY_SIZE);
        for (int i = 0; i < indexCount; i++) {
            int tag = index.getInt();
            int type = index.getInt();
            int start = index.getInt();
            int count = index.getInt();
            long at = offset + from + (long) i * ENTRY_SIZE;
            if (tag == region && i == 0) {
                checkRegion(type, start, count, indexCount, mayGrow, at);
                regional = true;
                continue;
            }
            Entry entry = entry(tag, type, start, count, at);
            if (entries.put(tag, entry) != null && !mayOverride) {
                throw new PackageFormatException(name + ": header entry " + tag + " occurs twice", at);
            }
        }
    }

    /**
     * The signed region must be all of the main header: rpm never writes anything else into a package. A signature header
     * may have entries behind its region, from tools that added a signature; nothing there is signed anyway. An installed
     * header has behind it what installing added.
     */
    private void checkRegion(int type, int start, int count, int indexCount, boolean mayGrow, long at)
            throws PackageFormatException {
        int data = blob.length - dataStart;
        boolean atEnd = start == data - ENTRY_SIZE || (mayGrow && start < data - ENTRY_SIZE);
        if (type != BIN || count != ENTRY_SIZE || start < 0 || !atEnd) {
            throw new PackageFormatException(
                    name + ": the header's signed region does not end where the header ends", at);
        }
        ByteBuffer trailer = ByteBuffer.wrap(blob, dataStart + start, ENTRY_SIZE);
        trailer.getInt();
        int trailerType = trailer.getInt();
        int back = trailer.getInt();
        boolean all = back == -indexCount * ENTRY_SIZE
                || (mayGrow && back < 0 && back % ENTRY_SIZE == 0 && back > -indexCount * ENTRY_SIZE);
        if (trailerType != BIN || !all) {
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
            case CHAR, INT8, BIN -> (long) start + count;
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

    /** Whether it has a region that signatures cover, as all have since rpm 4.0. */
    boolean isRegion() {
        return regional;
    }

    /** Whether there is such an entry. */
    public boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The numbers of all entries, in order. */
    public SortedSet<Integer> tags() {
        return Collections.unmodifiableSortedSet(entries.navigableKeySet());
    }

    /**
     * An entry as it stands in the header.
     *
     * @param type its number
     * @param data not to be changed
     */
    record Raw(int type, int count, byte[] data) {}

    /** An entry as it stands here; empty when there is none. */
    Optional<Raw> raw(int tag) {
        return Optional.ofNullable(entries.get(tag))
                .map(entry ->
                        new Raw(entry.type(), entry.count(), Arrays.copyOfRange(blob, entry.start(), entry.end())));
    }

    /** An entry's value, whatever its type; empty when there is none. */
    public Optional<HeaderValue> value(int tag) throws PackageFormatException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (entry.type()) {
                    case CHAR, INT8, INT16, INT32, INT64 ->
                        new HeaderValue.Numbers(
                                Arrays.stream(numbers(tag)).boxed().toList());
                    case STRING, STRING_ARRAY, I18N_STRING -> new HeaderValue.Strings(strings(tag));
                    case BIN -> new HeaderValue.Bytes(bytes(tag).orElseThrow());
                    default -> new HeaderValue.Nothing();
                });
    }

    /** A text in each locale that the header has, {@code C} first; empty when there is no such entry. */
    public Map<String, String> translations(int tag) throws PackageFormatException {
        List<String> locales = strings(Tag.I18N_TABLE);
        List<String> texts = strings(tag);
        Map<String, String> translations = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            translations.putIfAbsent(i < locales.size() ? locales.get(i) : "C", texts.get(i));
        }
        return translations;
    }

    /** The first or only string; of one that is translated, the one in the locale C. */
    public Optional<String> string(int tag) throws PackageFormatException {
        List<String> all = strings(tag);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** A string that there must be; {@code what} is what a message calls it. */
    public String require(int tag, String what) throws PackageFormatException {
        return string(tag)
                .filter(s -> !s.isEmpty())
                .orElseThrow(() -> new PackageFormatException(name + ": the header has no " + what, -1));
    }

    /** All strings, of one that is translated all translations; empty when there is no such entry. */
    public List<String> strings(int tag) throws PackageFormatException {
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

    /** The first or only integer. */
    public OptionalLong number(int tag) throws PackageFormatException {
        long[] all = numbers(tag);
        return all.length == 0 ? OptionalLong.empty() : OptionalLong.of(all[0]);
    }

    /** Integers of whatever width, unsigned; empty when there is no such entry. */
    public long[] numbers(int tag) throws PackageFormatException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        expect(entry, tag, CHAR, INT8, INT16, INT32, INT64);
        ByteBuffer data = ByteBuffer.wrap(blob, entry.start(), entry.end() - entry.start());
        long[] numbers = new long[entry.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (entry.type()) {
                case CHAR, INT8 -> data.get() & 0xffL;
                case INT16 -> data.getShort() & 0xffffL;
                case INT32 -> data.getInt() & 0xffffffffL;
                default -> data.getLong();
            };
        }
        return numbers;
    }

    /** Bytes; empty when there is no such entry. */
    public Optional<byte[]> bytes(int tag) throws PackageFormatException {
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
        if (isAscii(start, start + length)) {
            return new String(blob, start, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(blob, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(blob, start, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** Nearly all strings are, and then need no decoder. */
    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (blob[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
