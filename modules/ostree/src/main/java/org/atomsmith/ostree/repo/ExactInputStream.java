package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.atomsmith.ostree.object.CorruptObjectException;

/** Gives exactly as many bytes as an object should have, and fails when there are fewer or more. */
final class ExactInputStream extends InputStream {
    private final InputStream in;
    private final Object name;
    private final long size;
    private long left;

    ExactInputStream(InputStream in, long size, Object name) {
        this.in = in;
        this.size = size;
        this.left = size;
        this.name = name;
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
        // At the end, one more byte is asked for: getting it means that the object is too long.
        int n = source(bytes, offset, (int) Math.min(length, Math.max(left, 1)));
        if (n < 0 && left > 0) {
            throw new CorruptObjectException(
                    name + ": the file's content ends after " + (size - left) + " of " + size + " bytes");
        }
        if (n > 0 && left == 0) {
            throw new CorruptObjectException(name + ": the file's content is longer than its " + size + " bytes");
        }
        left -= Math.max(n, 0);
        return n;
    }

    private int source(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (ZipException | java.io.EOFException e) {
            throw new CorruptObjectException(name + ": the compressed content is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
