package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads from one stream and writes whatever is read to another, both in pieces of one buffer. */
final class TeeInputStream extends InputStream {
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer;
    private int at;
    private int end;

    TeeInputStream(InputStream in, OutputStream out, int buffer) {
        this.in = in;
        this.out = out;
        this.buffer = new byte[buffer];
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, offset, n);
        at += n;
        return n;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            int n = in.read(buffer, 0, buffer.length);
            if (n < 0) {
                return false;
            }
            out.write(buffer, 0, n);
            at = 0;
            end = n;
        }
        return at < end;
    }
}
