package org.atomsmith.rpm.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormatException;

/**
 * Reads a cpio archive front to back: the new ASCII format ({@code 070701}, {@code 070702}) and rpm's own stripped one
 * ({@code 07070X}), whose entries are only numbers of files in the header, because the old format's sizes end at 4 GiB.
 */
final class CpioReader {
    private static final int MAGIC_LENGTH = 6;
    private static final int FIELDS = 13;
    private static final int DIGITS = 8;
    private static final int FIELD_SIZE = 6;
    private static final int FIELD_NAME_SIZE = 11;
    private static final int MAX_NAME = 4096 + 2;
    private static final String TRAILER = "TRAILER!!!";

    private final InputStream in;
    private final String name;
    private long offset;
    private Content content = new Content(0);

    CpioReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** One entry's head. */
    sealed interface Entry {
        /**
         * Of the common format.
         *
         * @param path as written, such as {@code ./usr/bin/true}
         * @param size bytes of content that follow
         */
        record Named(String path, long size) implements Entry {}

        /**
         * Of rpm's stripped format; how much content follows is in the header.
         *
         * @param index the file's number in the header
         */
        record Numbered(long index) implements Entry {}
    }

    /** Moves on to the next entry, skipping what is unread of the last one; empty at the archive's end. */
    Optional<Entry> next() throws IOException {
        content.skipRest();
        align();
        String magic = text(MAGIC_LENGTH);
        return switch (magic) {
            case "070701", "070702" -> named();
            case "07070X" -> {
                long index = hex(text(DIGITS));
                align();
                yield Optional.of(new Entry.Numbered(index));
            }
            default -> throw problem("no entry is where one should be: found '" + printable(magic) + "'");
        };
    }

    /** The current entry's content, of that many bytes. */
    InputStream content(long size) {
        content = new Content(size);
        return content;
    }

    private Optional<Entry> named() throws IOException {
        String fields = text(FIELDS * DIGITS);
        long size = hex(fields.substring(FIELD_SIZE * DIGITS, (FIELD_SIZE + 1) * DIGITS));
        long nameSize = hex(fields.substring(FIELD_NAME_SIZE * DIGITS, (FIELD_NAME_SIZE + 1) * DIGITS));
        if (nameSize < 1 || nameSize > MAX_NAME) {
            throw problem("a name of " + nameSize + " bytes is not plausible");
        }
        byte[] bytes = bytes((int) nameSize);
        if (bytes[bytes.length - 1] != 0) {
            throw problem("a name does not end in a zero byte");
        }
        String path = decode(Arrays.copyOf(bytes, bytes.length - 1));
        align();
        return path.equals(TRAILER) ? Optional.empty() : Optional.of(new Entry.Named(path, size));
    }

    private static String decode(byte[] bytes) {
        String utf8 = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(utf8.getBytes(StandardCharsets.UTF_8), bytes)
                ? utf8
                : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private long hex(String digits) throws PackageFormatException {
        if (!digits.matches("[0-9a-fA-F]{8}")) {
            throw problem("'" + printable(digits) + "' is not a number of 8 hexadecimal digits");
        }
        return Long.parseLong(digits, 16);
    }

    private void align() throws IOException {
        bytes((int) (-offset & 3));
    }

    private String text(int length) throws IOException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw problem("the archive ends too early");
        }
        offset += length;
        return bytes;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private PackageFormatException problem(String what) {
        return new PackageFormatException(name + ": payload: " + what + ", byte " + offset + " of the archive", -1);
    }

    /** The bytes of one entry. */
    private final class Content extends InputStream {
        private long left;

        Content(long size) {
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int start, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(bytes, start, (int) Math.min(length, left));
            if (n < 0) {
                throw problem("the archive ends within a file");
            }
            left -= n;
            offset += n;
            return n;
        }

        void skipRest() throws IOException {
            try {
                in.skipNBytes(left);
            } catch (EOFException e) {
                throw problem("the archive ends within a file");
            }
            offset += left;
            left = 0;
        }
    }
}
