package org.atomsmith.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;

/**
 * Reads a tar archive front to back: ustar, GNU long names and pax headers, which is what packages hold. Numbers may be
 * octal or GNU's base 256. Header checksums are verified.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int MAX_NAME = 4096;
    private static final int MAX_PAX = 1 << 20;
    /** Others, such as extended attributes, dpkg does not know either. */
    private static final Set<String> PAX_KEYS = Set.of("path", "linkpath", "size", "uid", "gid", "uname", "gname");

    private final InputStream in;
    private final String file;
    private final Limits limits;
    private final byte[] header = new byte[BLOCK];
    private final byte[] nowhere = new byte[1 << 14];
    private long offset;
    private long left;
    private int padding;
    private long entries;
    private long bytes;

    /**
     * What an archive may hold at most.
     *
     * @param entries how many entries
     * @param bytes the content of all files together
     */
    record Limits(long entries, long bytes) {}

    /**
     * One entry's header.
     *
     * @param name as stored
     * @param type the type flag: {@code '0'} file, {@code '1'} hard link, {@code '2'} symbolic link, {@code '5'} directory,
     *     ...
     * @param link as stored, empty for entries that are no links
     * @param size bytes of content that follow
     * @param time last modification, seconds since 1970; 0 for times that octal digits cannot write
     */
    record Entry(
            String name,
            char type,
            int mode,
            int uid,
            int gid,
            String user,
            String group,
            String link,
            long size,
            long time) {}

    TarReader(InputStream in, String file, Limits limits) {
        this.in = in;
        this.file = file;
        this.limits = limits;
    }

    /** Skips to the next entry; empty at the end of the archive. */
    Optional<Entry> next() throws IOException {
        String longName = "";
        String longLink = "";
        Map<String, String> pax = Map.of();
        while (true) {
            skip();
            if (!readHeader()) {
                return Optional.empty();
            }
            char type = (char) (header[156] & 0xff);
            left = number(124, 12, "size");
            padding = (int) (-left & BLOCK - 1);
            switch (type) {
                case 'L' -> longName = longText();
                case 'K' -> longLink = longText();
                case 'x' -> pax = pax();
                case 'g' -> pax();
                default -> {
                    return Optional.of(entry(type, longName, longLink, pax));
                }
            }
        }
    }

    private Entry entry(char type, String longName, String longLink, Map<String, String> pax) throws IOException {
        boolean posix = header[257] == 'u' && header[258] == 's' && header[262] == 0;
        String prefix = posix ? text(345, 155) : "";
        String name = !longName.isEmpty() ? longName : prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
        String link = longLink.isEmpty() ? text(157, 100) : longLink;
        if (pax.containsKey("size")) {
            left = decimal(pax, "size", left);
            padding = (int) (-left & BLOCK - 1);
        }
        if (++entries > limits.entries()) {
            throw malformed("more than " + limits.entries() + " entries");
        }
        bytes += Math.min(left, limits.bytes() + 1);
        if (bytes > limits.bytes()) {
            throw malformed("unpacks to more than " + limits.bytes() + " bytes");
        }
        Entry entry = new Entry(
                pax.getOrDefault("path", name),
                type == 0 || type == '7' ? '0' : type,
                (int) number(100, 8, "mode") & 0xffff,
                id(decimal(pax, "uid", number(108, 8, "uid"))),
                id(decimal(pax, "gid", number(116, 8, "gid"))),
                pax.getOrDefault("uname", text(265, 32)),
                pax.getOrDefault("gname", text(297, 32)),
                pax.getOrDefault("linkpath", link),
                left,
                header[136] < 0 ? 0 : number(136, 12, "mtime"));
        if (entry.name().length() > MAX_NAME || entry.link().length() > MAX_NAME) {
            throw malformed("a path is longer than " + MAX_NAME + " characters");
        }
        return entry;
    }

    /** The content of the entry that {@link #next} gave last; ends with it. */
    InputStream content() {
        return new Content();
    }

    /** Bytes of the unpacked archive read so far. */
    long offset() {
        return offset;
    }

    /** A failure at the place that was read last. */
    PackageFormatException malformed(String problem) {
        return new PackageFormatException(file + ": " + problem, offset);
    }

    private boolean readHeader() throws IOException {
        int n = in.readNBytes(header, 0, BLOCK);
        offset += n;
        if (n == 0) {
            throw malformed("cut off: the archive's end is missing");
        }
        if (n < BLOCK) {
            throw malformed("cut off in a tar header");
        }
        int sum = 8 * ' ';
        boolean empty = true;
        for (int i = 0; i < BLOCK; i++) {
            empty &= header[i] == 0;
            sum += i >= 148 && i < 156 ? 0 : header[i] & 0xff;
        }
        if (!empty && sum != number(148, 8, "checksum")) {
            throw malformed("a tar header's checksum is wrong");
        }
        return !empty;
    }

    private void skip() throws IOException {
        while (left > 0) {
            read(nowhere, 0, nowhere.length);
        }
        while (padding > 0) {
            int n = in.read(nowhere, 0, padding);
            if (n < 0) {
                throw malformed("cut off behind a file's content");
            }
            padding -= n;
            offset += n;
        }
    }

    private int read(byte[] buffer, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(buffer, from, (int) Math.min(length, left));
        if (n < 0) {
            throw malformed("cut off: " + left + " bytes of a file are missing");
        }
        left -= n;
        offset += n;
        return n;
    }

    private byte[] small(int limit, String what) throws IOException {
        if (left > limit) {
            throw malformed(what + " has " + left + " bytes, more than " + limit);
        }
        byte[] all = new byte[(int) left];
        for (int at = 0; at < all.length; ) {
            at += read(all, at, all.length - at);
        }
        return all;
    }

    private String longText() throws IOException {
        byte[] all = small(MAX_NAME + 1, "a long name");
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return decode(all, 0, end);
    }

    /** {@code length key=value\n}, as pax(1) writes extended headers. */
    private Map<String, String> pax() throws IOException {
        byte[] all = small(MAX_PAX, "a pax header");
        Map<String, String> values = new TreeMap<>();
        for (int at = 0; at < all.length; ) {
            int blank = at;
            int length = 0;
            while (blank < all.length && all[blank] >= '0' && all[blank] <= '9' && length <= MAX_PAX) {
                length = length * 10 + all[blank++] - '0';
            }
            int equals = blank + 1;
            while (equals < all.length && all[equals] != '=') {
                equals++;
            }
            int end = at + length;
            if (blank >= all.length || all[blank] != ' ' || end > all.length || equals >= end || all[end - 1] != '\n') {
                throw malformed("a pax header is malformed");
            }
            String key = new String(all, blank + 1, equals - blank - 1, StandardCharsets.ISO_8859_1);
            if (PAX_KEYS.contains(key)) {
                values.put(key, decode(all, equals + 1, end - 1));
            }
            at = end;
        }
        return values;
    }

    private long decimal(Map<String, String> pax, String key, long otherwise) throws PackageFormatException {
        String value = pax.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw malformed("pax " + key + " is '" + value + "'");
        }
        return Long.parseLong(value);
    }

    private int id(long value) throws PackageFormatException {
        if (value > Integer.MAX_VALUE) {
            throw malformed("owner " + value + " is out of range");
        }
        return (int) value;
    }

    private long number(int from, int length, String what) throws PackageFormatException {
        if ((header[from] & 0x80) != 0) {
            long value = header[from] & 0x7f;
            for (int i = from + 1; i < from + length; i++) {
                if (value >>> 54 != 0) {
                    throw malformed("a tar header's " + what + " is out of range");
                }
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        long value = 0;
        boolean digits = false;
        for (int i = from; i < from + length; i++) {
            byte c = header[i];
            if (c >= '0' && c <= '7') {
                value = value << 3 | c - '0';
                digits = true;
            } else if (c == 0 || c == ' ' && digits) {
                break;
            } else if (c != ' ') {
                throw malformed("a tar header's " + what + " is not a number");
            }
        }
        return value;
    }

    private String text(int from, int length) throws PackageFormatException {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return decode(header, from, end);
    }

    private String decode(byte[] all, int from, int end) throws PackageFormatException {
        boolean ascii = true;
        for (int i = from; i < end; i++) {
            ascii &= all[i] > 0;
        }
        if (ascii) {
            return new String(all, from, end - from, StandardCharsets.ISO_8859_1);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(all, from, end - from))
                    .toString();
            if (text.indexOf(0) < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Reported below, like a zero byte.
        }
        String shown = new String(all, from, end - from, StandardCharsets.ISO_8859_1);
        throw malformed("a name is not UTF-8: '" + shown + "'");
    }

    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return TarReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            return length == 0 ? 0 : TarReader.this.read(buffer, from, length);
        }
    }
}
