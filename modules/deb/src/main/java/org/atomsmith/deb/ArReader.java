package org.atomsmith.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormatException;

/** Reads the members of an {@code ar} archive front to back, in the common form that deb(5) uses: short names only. */
final class ArReader {
    private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 60;

    private final InputStream in;
    private final String file;
    private long offset;
    private long left;
    private boolean padded;

    /**
     * One member.
     *
     * @param content its bytes, valid until the next member is asked for
     */
    record Member(String name, long size, InputStream content) {}

    /** Checks the archive's first bytes. */
    ArReader(InputStream in, String file) throws IOException {
        this.in = in;
        this.file = file;
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new PackageFormatException(file + ": not a Debian package: it does not begin with '!<arch>'", 0);
        }
        offset = MAGIC.length;
    }

    /** Skips to the next member; empty at the end of the archive. */
    Optional<Member> next() throws IOException {
        skipRest();
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return Optional.empty();
        }
        if (header.length < HEADER) {
            throw malformed("cut off in an ar header");
        }
        if (header[58] != '`' || header[59] != '\n') {
            throw malformed("no ar header here");
        }
        String name = text(header, 0, 16);
        left = size(text(header, 48, 10));
        padded = left % 2 == 1;
        offset += HEADER;
        return Optional.of(
                new Member(name.endsWith("/") ? name.substring(0, name.length() - 1) : name, left, new Content()));
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    private void skipRest() throws IOException {
        byte[] nowhere = new byte[1 << 14];
        while (left > 0) {
            read(nowhere, 0, nowhere.length);
        }
        if (padded) {
            padded = false;
            offset++;
            in.read(); // The last member's padding may be missing.
        }
    }

    private int read(byte[] buffer, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(buffer, from, (int) Math.min(length, left));
        if (n < 0) {
            throw malformed("cut off: " + left + " bytes of a member are missing");
        }
        left -= n;
        offset += n;
        return n;
    }

    private long size(String digits) throws PackageFormatException {
        if (!digits.matches("[0-9]{1,10}")) {
            throw malformed("a member's size is '" + digits + "'");
        }
        return Long.parseLong(digits);
    }

    private static String text(byte[] header, int from, int length) {
        return new String(header, from, length, StandardCharsets.ISO_8859_1).strip();
    }

    private PackageFormatException malformed(String problem) {
        return new PackageFormatException(file + ": " + problem, offset);
    }

    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return ArReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            return length == 0 ? 0 : ArReader.this.read(buffer, from, length);
        }
    }
}
