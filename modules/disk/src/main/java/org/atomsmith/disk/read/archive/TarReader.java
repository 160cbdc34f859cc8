package org.atomsmith.disk.read.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * Walks through the files of a tar archive, from front to back: ustar, pax, GNU's long names and GNU's old sparse files, as
 * Google's disks have them. What is neither a file nor says something about one is passed over.
 */
final class TarReader {
    static final int BLOCK = 512;

    private static final int MEMBERS_MOST = 10_000;
    private static final int EXTENSION_MOST = 1 << 20;
    private static final int RUNS_MOST = 1 << 20;
    private static final int HEADER_RUNS_AT = 386;
    private static final int HEADER_RUNS = 4;
    private static final int EXTENSION_RUNS = 21;
    private static final int CHECKSUM_AT = 148;

    private final InputStream in;
    private final String archive;
    private final byte[] block = new byte[BLOCK];
    private long position;
    private long nextHeader;
    private int index;

    /** Begins an archive. What {@code in} skips need not be read. */
    TarReader(InputStream in, String archive) {
        this.in = in;
        this.archive = archive;
    }

    /** Whether a block may be an archive's first: its checksum is right. */
    static boolean isHeader(byte[] block) {
        if (block.length < BLOCK || block[0] == 0) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : block[i] & 0xff;
        }
        try {
            return octal(block, CHECKSUM_AT, 8) == sum;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The next file; its stored bytes are what the stream gives next, or they are passed over by the next call. */
    Optional<TarMember> next() throws IOException {
        String longName = "";
        long paxSize = -1;
        while (true) {
            if (!header()) {
                return Optional.empty();
            }
            if (++index > MEMBERS_MOST) {
                throw new MalformedImageException(
                        archive, position, "the archive has more than " + MEMBERS_MOST + " members");
            }
            long begin = position - BLOCK;
            long stored = number(124, 12, begin);
            char type = (char) (block[156] & 0xff);
            if (type == 'L' || type == 'x') {
                byte[] content = extension(stored, begin);
                if (type == 'L') {
                    longName = text(content, 0, content.length);
                } else {
                    Pax pax = Pax.parse(content, archive, begin);
                    longName = pax.path().orElse(longName);
                    paxSize = pax.size().orElse(paxSize);
                }
                continue;
            }
            if (paxSize >= 0) {
                stored = paxSize;
            }
            String name = longName.isEmpty() ? name() : longName;
            if (type == '0' || type == 0 || type == '7') {
                return Optional.of(member(name, stored, stored, List.of(new TarMember.Run(0, stored))));
            }
            if (type == 'S') {
                return Optional.of(sparse(name, stored, begin));
            }
            longName = "";
            paxSize = -1;
            // Links, devices and directories have nothing behind their headers.
            nextHeader =
                    padded(position, type >= '1' && type <= '6' ? 0 : DiskImage.checkedSize(archive, begin, stored));
        }
    }

    private TarMember member(String name, long stored, long size, List<TarMember.Run> runs) throws IOException {
        DiskImage.checkedSize(archive, position, stored);
        nextHeader = padded(position, stored);
        return new TarMember(index, name, position, stored, size, runs);
    }

    /** Reads a header into the block; false at the archive's end. */
    private boolean header() throws IOException {
        skipTo(nextHeader);
        int n = in.readNBytes(block, 0, BLOCK);
        position += n;
        nextHeader = position;
        if (n == 0) {
            throw new MalformedImageException(
                    archive, position, "the archive is cut off: it ends without a block of zeros");
        }
        if (n < BLOCK) {
            throw new MalformedImageException(archive, position, "the archive is cut off in the middle of a header");
        }
        if (block[0] == 0) {
            return false;
        }
        if (!isHeader(block)) {
            throw new MalformedImageException(
                    archive, position - BLOCK, "a header of a tar archive should be here; its checksum is wrong");
        }
        return true;
    }

    private byte[] extension(long size, long begin) throws IOException {
        if (size < 0 || size > EXTENSION_MOST) {
            throw new MalformedImageException(
                    archive, begin, "a member's long name or attributes are said to have " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        position += content.length;
        if (content.length < size) {
            throw new MalformedImageException(archive, position, "the archive is cut off in the middle of a header");
        }
        nextHeader = padded(position, 0);
        return content;
    }

    /** A file of GNU's old sparse format: the header says where the stored pieces belong. */
    private TarMember sparse(String name, long stored, long begin) throws IOException {
        List<TarMember.Run> runs = new ArrayList<>();
        long size = DiskImage.checkedSize(archive, begin + 483, number(483, 12, begin));
        boolean more = block[482] != 0;
        addRuns(runs, HEADER_RUNS_AT, HEADER_RUNS, begin);
        while (more) {
            int n = in.readNBytes(block, 0, BLOCK);
            position += n;
            if (n < BLOCK || runs.size() > RUNS_MOST) {
                throw new MalformedImageException(
                        archive, position, "the map of a sparse file is cut off, or longer than " + RUNS_MOST);
            }
            more = block[504] != 0;
            addRuns(runs, 0, EXTENSION_RUNS, begin);
        }
        long end = 0;
        long sum = 0;
        for (TarMember.Run run : runs) {
            if (run.offset() < end || run.length() < 0 || run.offset() > size - run.length()) {
                throw new MalformedImageException(
                        archive,
                        begin,
                        "the map of a sparse file names " + run.length() + " bytes at " + run.offset()
                                + ", behind byte " + end + " of a file of " + size + " bytes");
            }
            end = run.offset() + run.length();
            sum += run.length();
        }
        if (sum != stored) {
            throw new MalformedImageException(
                    archive, begin, "the map of a sparse file names " + sum + " bytes, " + stored + " are stored");
        }
        return member(name, stored, size, List.copyOf(runs));
    }

    private void addRuns(List<TarMember.Run> runs, int from, int count, long begin) throws IOException {
        for (int at = from; at < from + 24 * count; at += 24) {
            long length = number(at + 12, 12, begin);
            if (block[at] != 0 && length > 0) {
                runs.add(new TarMember.Run(number(at, 12, begin), length));
            }
        }
    }

    private void skipTo(long target) throws IOException {
        try {
            in.skipNBytes(target - position);
        } catch (EOFException e) {
            throw new MalformedImageException(
                    archive, position, "the archive is cut off: the next member should begin at byte " + target);
        }
        position = target;
    }

    /** Tells that a member's stored bytes were read. */
    void consumed(long bytes) {
        position += bytes;
    }

    private static long padded(long position, long length) {
        return Math.ceilDiv(position + length, BLOCK) * BLOCK;
    }

    private String name() {
        String name = text(block, 0, 100);
        boolean ustar = block[257] == 'u' && block[262] == 0;
        String prefix = ustar ? text(block, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int most) {
        int end = from;
        while (end < from + most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private long number(int at, int length, long begin) throws IOException {
        try {
            long value = octal(block, at, length);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // is told below
        }
        throw new MalformedImageException(
                archive, begin + at, "a number should be here; found is '" + text(block, at, length) + "'");
    }

    /** Digits of eight, or bytes when the first one's highest bit says so. */
    private static long octal(byte[] bytes, int at, int length) {
        if ((bytes[at] & 0x80) != 0) {
            long value = bytes[at] & 0x3f;
            for (int i = at + 1; i < at + length; i++) {
                if (value >>> 55 != 0) {
                    throw new NumberFormatException("too large");
                }
                value = value << 8 | bytes[i] & 0xff;
            }
            return value;
        }
        String digits = text(bytes, at, length).strip();
        return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    }

    /** The attributes of a pax header that matter here. */
    private record Pax(Optional<String> path, Optional<Long> size) {

        static Pax parse(byte[] content, String archive, long begin) throws IOException {
            Optional<String> path = Optional.empty();
            Optional<Long> size = Optional.empty();
            String text = new String(content, StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                String pair = line.substring(line.indexOf(' ') + 1);
                if (pair.startsWith("path=")) {
                    path = Optional.of(pair.substring(5));
                } else if (pair.startsWith("size=")) {
                    size = Optional.of(parse(pair.substring(5), archive, begin));
                } else if (pair.startsWith("GNU.sparse.")) {
                    throw new UnsupportedImageException(
                            archive,
                            "a file in it is sparse in the way of pax; make the archive with tar --format=oldgnu -S");
                }
            }
            return new Pax(path, size);
        }

        private static Long parse(String digits, String archive, long begin) throws IOException {
            try {
                return DiskImage.checkedSize(archive, begin, Long.parseLong(digits));
            } catch (NumberFormatException e) {
                throw new MalformedImageException(archive, begin, "a member's size is said to be '" + digits + "'");
            }
        }
    }
}
