package org.atomsmith.ostree.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.linux.FileKind;
import org.atomsmith.ostree.archive.ArchiveEntry.Kind;

/** Reads cpio with ASCII headers: {@code newc}, with and without checksums, and {@code odc}. */
final class CpioReader extends ArchiveReader {
    private static final String END = "TRAILER!!!";

    private int padding;
    private long entries;

    CpioReader(InputStream in) {
        super(in);
    }

    static boolean isCpio(byte[] magic) {
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        return text.equals("070701") || text.equals("070702") || text.equals("070707");
    }

    /** A header's fields. */
    private record Header(long inode, int mode, int uid, int gid, int links, long size, int nameLength, boolean newc) {}

    @Override
    public Optional<ArchiveEntry> next() throws IOException {
        skip(left + padding);
        left = 0;
        padding = 0;
        Header header = header();
        if (header.nameLength <= 0 || header.nameLength > MAX_PATH + 1) {
            throw malformed("a path of " + header.nameLength + " bytes");
        }
        byte[] name = read(header.nameLength);
        if (header.newc) {
            skip(-(110 + header.nameLength) & 3);
        }
        String path = new String(name, 0, name.length - 1, StandardCharsets.UTF_8);
        if (path.indexOf('\uFFFD') >= 0) {
            throw malformed("Invalid UTF-8 in filename");
        }
        if (path.equals(END)) {
            return Optional.empty();
        }
        entries++;
        left = header.size;
        padding = header.newc ? (int) (-header.size & 3) : 0;
        return Optional.of(entry(header, path));
    }

    private ArchiveEntry entry(Header header, String path) throws IOException {
        Kind kind = kind(header.mode);
        String link = "";
        if (kind == Kind.SYMLINK) {
            if (left > MAX_PATH) {
                throw malformed("a symbolic link of " + left + " bytes");
            }
            link = new String(read((int) left), StandardCharsets.UTF_8);
            left = 0;
        }
        return new ArchiveEntry(
                kind,
                path,
                header.mode & 07777,
                header.uid,
                header.gid,
                link,
                kind == Kind.FILE ? left : 0,
                new TreeMap<>(),
                header.links > 1 ? header.inode : 0);
    }

    private Kind kind(int mode) throws IOException {
        try {
            return switch (FileKind.of(mode)) {
                case REGULAR -> Kind.FILE;
                case DIRECTORY -> Kind.DIRECTORY;
                case SYMLINK -> Kind.SYMLINK;
                default -> Kind.OTHER;
            };
        } catch (IllegalArgumentException e) {
            throw malformed("mode 0" + Integer.toOctalString(mode));
        }
    }

    private Header header() throws IOException {
        byte[] magic = read(6);
        if (!isCpio(magic)) {
            throw malformed("it goes on with no header");
        }
        if (magic[5] == '7') {
            byte[] odc = read(70);
            return new Header(
                    number(odc, 6, 6, 8),
                    (int) number(odc, 12, 6, 8),
                    (int) number(odc, 18, 6, 8),
                    (int) number(odc, 24, 6, 8),
                    (int) number(odc, 30, 6, 8),
                    number(odc, 59, 11, 8),
                    (int) number(odc, 53, 6, 8),
                    false);
        }
        byte[] newc = read(104);
        // The device is part of what names a file.
        long device = number(newc, 56, 8, 16) << 8 ^ number(newc, 64, 8, 16);
        return new Header(
                number(newc, 0, 8, 16) ^ device << 32,
                (int) number(newc, 8, 8, 16),
                (int) number(newc, 16, 8, 16),
                (int) number(newc, 24, 8, 16),
                (int) number(newc, 32, 8, 16),
                number(newc, 48, 8, 16),
                (int) number(newc, 88, 8, 16),
                true);
    }

    private long number(byte[] header, int offset, int length, int radix) throws IOException {
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = Character.digit((char) (header[i] & 0xff), radix);
            if (digit < 0) {
                throw malformed("a field that is no number");
            }
            value = value * radix + digit;
        }
        return value;
    }

    private ArchiveException malformed(String what) {
        return new ArchiveException("archive, after " + entries + " entries: " + what);
    }
}
