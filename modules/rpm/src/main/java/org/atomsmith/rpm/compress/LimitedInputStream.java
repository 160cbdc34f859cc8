package org.atomsmith.rpm.compress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.atomsmith.rpm.PackageFormatException;

/** A stream that fails when it turns out to be longer than allowed: against files that expand without end. */
public final class LimitedInputStream extends FilterInputStream {
    private final String name;
    private final long limit;
    private long count;

    /**
     * Limits a stream.
     *
     * @param limit bytes that may be read
     * @param name what messages call the content
     */
    public LimitedInputStream(InputStream in, long limit, String name) {
        super(in);
        this.limit = limit;
        this.name = name;
    }

    /** Bytes read so far. */
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        if (octet >= 0) {
            count(1);
        }
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) throws PackageFormatException {
        count += more;
        if (count > limit) {
            throw new PackageFormatException(
                    name + ": the content is longer than the " + limit + " bytes that are expected at most", -1);
        }
    }
}
