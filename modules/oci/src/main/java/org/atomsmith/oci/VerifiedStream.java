package org.atomsmith.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Content that is checked while it is read: its end is only told when size and digest are as named. */
final class VerifiedStream extends FilterInputStream {
    private final Descriptor descriptor;
    private final MessageDigest digest = Digest.algorithm();
    private long size;
    private boolean ended;

    VerifiedStream(InputStream in, Descriptor descriptor) {
        super(in);
        this.descriptor = descriptor;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            size += count;
            digest.update(buffer, offset, count);
            if (size > descriptor.size()) {
                throw new OciException(descriptor.digest() + " is longer than the " + descriptor.size()
                        + " bytes that its manifest says");
            }
        } else if (count < 0 && !ended) {
            ended = true;
            Digest found = Digest.finished(digest.digest());
            if (size != descriptor.size() || !found.equals(descriptor.digest())) {
                throw new OciException("expected " + descriptor.digest() + " of " + descriptor.size() + " bytes, got "
                        + found + " of " + size);
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
