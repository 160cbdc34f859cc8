package org.atomsmith.disk.read.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), of several members in a row as well. Java's own takes a member whose header is cut off for the
 * end, which would make a disk that is too short.
 */
final class GzipStream extends InputStream {
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int KNOWN = 0x1f;
    private static final int INPUT_BYTES = 1 << 16;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[INPUT_BYTES];
    private int at;
    private int end;
    private boolean inMember;
    private boolean ended;

    GzipStream(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                if (!inMember && !beginMember()) {
                    ended = true;
                    break;
                }
                int n = inflater.inflate(bytes, offset, length);
                if (n > 0) {
                    crc.update(bytes, offset, n);
                    return n;
                }
                if (inflater.finished()) {
                    at = end - inflater.getRemaining();
                    endMember();
                } else if (inflater.needsInput()) {
                    fill();
                    inflater.setInput(input, 0, end);
                } else {
                    throw new IOException("gzip with a dictionary is not known");
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads a member's header; false at the end, which zeros may fill. */
    private boolean beginMember() throws IOException {
        int first = next();
        while (first == 0) {
            first = next();
        }
        if (first < 0) {
            return false;
        }
        if ((first | take() << 8) != MAGIC || take() != DEFLATE) {
            throw new IOException("what follows is no member of a gzip file");
        }
        int flags = take();
        if ((flags & ~KNOWN) != 0) {
            throw new IOException("a gzip member has unknown flags " + Integer.toHexString(flags));
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(takeShort());
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(input, at, end - at);
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        int sum = takeShort() | takeShort() << 16;
        int size = takeShort() | takeShort() << 16;
        if (sum != (int) crc.getValue() || size != (int) inflater.getBytesWritten()) {
            throw new IOException("the checksum or the length of a gzip member is wrong");
        }
        inMember = false;
    }

    private int next() throws IOException {
        if (at == end) {
            end = Math.max(0, packed.read(input, 0, INPUT_BYTES));
            at = 0;
        }
        return at == end ? -1 : input[at++] & 0xff;
    }

    private void fill() throws IOException {
        at = 0;
        end = Math.max(0, packed.read(input, 0, INPUT_BYTES));
        if (end == 0) {
            throw new IOException("the file ends in the middle of a gzip member");
        }
    }

    private int take() throws IOException {
        int b = next();
        if (b < 0) {
            throw new IOException("the file ends in a gzip member's header or trailer");
        }
        return b;
    }

    private int takeShort() throws IOException {
        return take() | take() << 8;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            take();
        }
    }

    private void skipText() throws IOException {
        while (take() != 0) {
            // The original name and the comment say nothing about the disk.
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
