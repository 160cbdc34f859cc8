package org.atomsmith.oci;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import org.atomsmith.deflate.DeflateEncoder;

/** A layer while it is written to a file: compressed with gzip to the same bytes on every machine, and digested twice. */
public final class LayerFile extends OutputStream {
    private static final int LEVEL = 6;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Path path;
    private final MessageDigest plain = Digest.algorithm();
    private final MessageDigest packed = Digest.algorithm();
    private final CRC32 crc = new CRC32();
    private final DeflateEncoder encoder = new DeflateEncoder(LEVEL);
    private final OutputStream out;
    private long size;
    private boolean closed;

    /** Begins a layer in a new file. */
    public LayerFile(Path path) throws IOException {
        this.path = path;
        this.out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 65_536), packed);
        out.write(HEADER);
        encoder.begin();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        plain.update(bytes, offset, length);
        crc.update(bytes, offset, length);
        size += length;
        encoder.write(bytes, offset, length, out);
    }

    /** Ends the layer. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            encoder.finish(out);
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) crc.getValue())
                    .putInt((int) size)
                    .array());
        }
    }

    /**
     * A layer that was written.
     *
     * @param file where its bytes are
     * @param diffId the digest of its archive, uncompressed
     */
    public record Written(Descriptor descriptor, Path file, Digest diffId) {}

    /** What was written; after {@link #close}. */
    public Written written() throws IOException {
        return new Written(
                new Descriptor(Manifest.LAYER_TYPE, Digest.finished(packed.digest()), Files.size(path)),
                path,
                Digest.finished(plain.digest()));
    }
}
