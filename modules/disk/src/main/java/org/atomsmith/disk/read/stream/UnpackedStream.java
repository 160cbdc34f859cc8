package org.atomsmith.disk.read.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.SourceStream;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/** What is unpacked; failures say in which file and where. */
final class UnpackedStream extends FilterInputStream {
    private final String name;
    private final SourceStream packed;

    private UnpackedStream(String name, SourceStream packed, InputStream unpacked) {
        super(unpacked);
        this.name = name;
        this.packed = packed;
    }

    /** Begins to unpack. */
    interface Opening {
        InputStream open() throws IOException;
    }

    static InputStream open(String name, SourceStream packed, Opening unpacked) throws IOException {
        try {
            return new UnpackedStream(name, packed, unpacked.open());
        } catch (UnsupportedImageException e) {
            throw e;
        } catch (IOException e) {
            throw damaged(name, packed, e);
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw damaged(name, packed, e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            throw damaged(name, packed, e);
        }
    }

    private static IOException damaged(String name, SourceStream packed, IOException e) {
        MalformedImageException damaged = new MalformedImageException(
                name, packed.position(), "the compressed content is damaged or cut off near here: " + e.getMessage());
        damaged.initCause(e);
        return damaged;
    }
}
