package org.atomsmith.ostree.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.archive.ArchiveEntry.Kind;

/**
 * Reads tar: ustar, GNU's long names and base 256 numbers, pax headers with extended attributes of either spelling.
 * Checksums of headers are verified. Sparse files are refused.
 */
final class TarReader extends ArchiveReader {
    private static final int BLOCK = 512;
    private static final int MAX_PAX = 8 << 20;
    private static final String SCHILY = "SCHILY.xattr.";
    private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";

    private final byte[] header = new byte[BLOCK];
    private final Map<String, byte[]> global = new HashMap<>();
    private int padding;
    private long entries;

    TarReader(InputStream in) {
        super(in);
    }

    @Override
    public Optional<ArchiveEntry> next() throws IOException {
        String longName = "";
        String longLink = "";
        Map<String, byte[]> pax = new HashMap<>(global);
        while (true) {
            skip(left + padding);
            left = 0;
            padding = 0;
            if (!readHeader()) {
                return Optional.empty();
            }
            char type = (char) (header[156] & 0xff);
            setSize(number(124, 12, "size"));
            switch (type) {
                case 'L' -> longName = longText();
                case 'K' -> longLink = longText();
                case 'x', 'X' -> pax(pax);
                case 'g' -> pax(global);
                default -> {
                    return Optional.of(entry(type, longName, longLink, pax));
                }
            }
        }
    }

    private void setSize(long size) {
        left = size;
        padding = (int) (-size & (BLOCK - 1));
    }

    private ArchiveEntry entry(char type, String longName, String longLink, Map<String, byte[]> pax)
            throws IOException {
        entries++;
        if (pax.containsKey("size")) {
            setSize(decimal(pax.get("size"), "size"));
        }
        if (type == 'S' || pax.containsKey("GNU.sparse.map") || pax.containsKey("GNU.sparse.major")) {
            throw malformed("sparse files are not read: write the archive without --sparse");
        }
        boolean ustar = header[257] == 'u' && header[258] == 's' && header[262] == 0;
        String prefix = ustar ? text(345, 155) : "";
        String name = longName.isEmpty() ? (prefix.isEmpty() ? "" : prefix + "/") + text(0, 100) : longName;
        String path = paxText(pax, "path", name);
        Kind kind = kind(type, path);
        if (kind != Kind.FILE && kind != Kind.OTHER) {
            // Some writers give links the size of the file that they lead to, without content.
            setSize(type == '1' || type == '2' ? 0 : left);
        }
        return new ArchiveEntry(
                kind,
                path,
                (int) number(100, 8, "mode") & 07777,
                (int) (pax.containsKey("uid") ? decimal(pax.get("uid"), "uid") : number(108, 8, "uid")),
                (int) (pax.containsKey("gid") ? decimal(pax.get("gid"), "gid") : number(116, 8, "gid")),
                kind == Kind.SYMLINK || kind == Kind.HARD_LINK
                        ? paxText(pax, "linkpath", longLink.isEmpty() ? text(157, 100) : longLink)
                        : "",
                kind == Kind.FILE ? left : 0,
                xattrs(pax),
                0);
    }

    private static Kind kind(char type, String path) {
        return switch (type) {
            // Archives older than POSIX mark a directory by a slash at its end only.
            case 0, '0', '7' -> path.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.SYMLINK;
            case '5', 'D' -> Kind.DIRECTORY;
            default -> Kind.OTHER;
        };
    }

    /** False at the end: a block of zeros, or nothing. */
    private boolean readHeader() throws IOException {
        int n = in.readNBytes(header, 0, BLOCK);
        if (n == 0 && entries > 0) {
            return false;
        }
        if (n < BLOCK) {
            throw n == 0 ? malformed("it is empty") : truncated();
        }
        int sum = 0;
        boolean zero = true;
        for (int i = 0; i < BLOCK; i++) {
            zero &= header[i] == 0;
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (zero) {
            return false;
        }
        if (number(148, 8, "checksum") != sum) {
            throw malformed("the checksum of a header is wrong, or it is no archive");
        }
        return true;
    }

    /** Records {@code length key=value\n}; a value may be any bytes. */
    private void pax(Map<String, byte[]> records) throws IOException {
        byte[] bytes = small(MAX_PAX);
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            int length = (int) decimal(Arrays.copyOfRange(bytes, at, space), "pax record");
            int end = at + length;
            int equals = space + 1;
            while (equals < bytes.length && bytes[equals] != '=') {
                equals++;
            }
            if (length <= 0 || end > bytes.length || equals >= end || bytes[end - 1] != '\n') {
                throw malformed("a pax record of wrong length");
            }
            String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
            records.put(key, Arrays.copyOfRange(bytes, equals + 1, end - 1));
            at = end;
        }
    }

    private SortedMap<String, byte[]> xattrs(Map<String, byte[]> pax) throws IOException {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        for (Map.Entry<String, byte[]> entry : pax.entrySet()) {
            if (entry.getKey().startsWith(LIBARCHIVE)) {
                String name = URLDecoder.decode(
                        entry.getKey().substring(LIBARCHIVE.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
                try {
                    xattrs.put(name, Base64.getMimeDecoder().decode(entry.getValue()));
                } catch (IllegalArgumentException e) {
                    throw new ArchiveException("archive: the attribute " + name + " is not in base 64", e);
                }
            }
        }
        for (Map.Entry<String, byte[]> entry : pax.entrySet()) {
            if (entry.getKey().startsWith(SCHILY)) {
                xattrs.put(entry.getKey().substring(SCHILY.length()), entry.getValue());
            }
        }
        return xattrs;
    }

    private String longText() throws IOException {
        byte[] bytes = small(MAX_PATH + 1);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return utf8(bytes, 0, length);
    }

    private byte[] small(int limit) throws IOException {
        if (left > limit) {
            throw malformed("a header of " + left + " bytes; the limit is " + limit);
        }
        byte[] bytes = read((int) left);
        left = 0;
        return bytes;
    }

    private String paxText(Map<String, byte[]> pax, String key, String otherwise) throws IOException {
        byte[] value = pax.get(key);
        return value == null ? otherwise : utf8(value, 0, value.length);
    }

    private String text(int offset, int length) throws IOException {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return utf8(header, offset, end - offset);
    }

    private String utf8(byte[] bytes, int offset, int length) throws IOException {
        if (length > MAX_PATH) {
            throw malformed("a path of " + length + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ArchiveException("archive: Invalid UTF-8 in filename", e);
        }
    }

    private long decimal(byte[] digits, String what) throws IOException {
        try {
            String text = new String(digits, StandardCharsets.US_ASCII);
            long value = Long.parseLong(text);
            if (value < 0) {
                throw malformed(what + " " + value);
            }
            return value;
        } catch (NumberFormatException e) {
            throw new ArchiveException("archive: " + what + " is no number", e);
        }
    }

    /** Octal digits between spaces or NULs, or base 256 when the first bit is set. */
    private long number(int offset, int length, String what) throws IOException {
        long value = 0;
        if ((header[offset] & 0x80) != 0) {
            value = header[offset] & 0x7f;
            for (int i = 1; i < length; i++) {
                if (value >> 55 != 0) {
                    throw malformed(what + " is too large");
                }
                value = value << 8 | header[offset + i] & 0xff;
            }
            return value;
        }
        int at = offset;
        while (at < offset + length && (header[at] == ' ' || header[at] == 0)) {
            at++;
        }
        for (; at < offset + length && header[at] != ' ' && header[at] != 0; at++) {
            if (header[at] < '0' || header[at] > '7') {
                throw malformed(what + " is no number");
            }
            value = value << 3 | header[at] - '0';
        }
        return value;
    }

    private ArchiveException malformed(String what) {
        return new ArchiveException("archive, after " + entries + " entries: " + what);
    }
}
