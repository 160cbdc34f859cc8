package org.atomsmith.rpm.compress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.atomsmith.rpm.PackageFormatException;

/** Turns every way in which a decompressor may stumble over damaged bytes into one exception that names the stream. */
final class DamageNamingStream extends FilterInputStream {
    private final String name;

    DamageNamingStream(InputStream in, String name) {
        super(in);
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (PackageFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new PackageFormatException(name + ": the compressed content is damaged: " + what, -1);
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
