package org.atomsmith.ostree.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Reads an archive front to back; what it is and how it is compressed is told by its first bytes. */
public abstract sealed class ArchiveReader implements Closeable permits TarReader, CpioReader {
    private static final int BUFFER = 65_536;
    /** Memory that decompressing xz may take: that of the highest preset. */
    private static final int XZ_KIB = 70_000;
    /** No path of Linux is longer. */
    static final int MAX_PATH = 4096;

    /** The archive, uncompressed. */
    final InputStream in;

    private final byte[] nowhere = new byte[8192];
    /** Bytes of the entry's content that were not read. */
    long left;

    ArchiveReader(InputStream in) {
        this.in = in;
    }

    /**
     * Opens an archive; closing the reader closes the stream.
     *
     * @throws ArchiveException when it is neither tar nor cpio
     */
    public static ArchiveReader open(InputStream in) throws IOException {
        InputStream plain;
        byte[] magic;
        try {
            plain = decompressed(buffered(in));
            magic = peek(plain, 6);
        } catch (EOFException e) {
            throw new ArchiveException("the archive ends before its first entry", e);
        }
        return CpioReader.isCpio(magic) ? new CpioReader(plain) : new TarReader(plain);
    }

    private static InputStream decompressed(InputStream in) throws IOException {
        byte[] magic = peek(in, 6);
        if (startsWith(magic, 0x1f, 0x8b)) {
            return buffered(new GZIPInputStream(in, BUFFER));
        }
        if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return buffered(new XZInputStream(in, XZ_KIB));
        }
        if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
            return buffered(new ZstdInputStream(in).setContinuous(false));
        }
        if (startsWith(magic, 'B', 'Z', 'h')) {
            return buffered(new BZip2CompressorInputStream(in, true));
        }
        return in;
    }

    private static InputStream buffered(InputStream in) {
        return new BufferedInputStream(in, BUFFER);
    }

    private static byte[] peek(InputStream in, int length) throws IOException {
        in.mark(length);
        byte[] bytes = in.readNBytes(length);
        in.reset();
        return bytes;
    }

    static boolean startsWith(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Skips what was not read of the entry before, and gives the next; empty at the end. */
    public abstract Optional<ArchiveEntry> next() throws IOException;

    /** The content of the entry that was given last, of its {@code size} in bytes. */
    public InputStream content() {
        return new InputStream() {
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
                if (left == 0) {
                    return -1;
                }
                int n = in.read(bytes, offset, (int) Math.min(length, left));
                if (n < 0) {
                    throw truncated();
                }
                left -= n;
                return n;
            }
        };
    }

    static ArchiveException truncated() {
        return new ArchiveException("the archive ends in the middle of an entry");
    }

    /** Reads exactly so many bytes. */
    final byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw truncated();
        }
        return bytes;
    }

    /** Steps over bytes. */
    final void skip(long length) throws IOException {
        long rest = length;
        while (rest > 0) {
            int n = in.read(nowhere, 0, (int) Math.min(nowhere.length, rest));
            if (n < 0) {
                throw truncated();
            }
            rest -= n;
        }
    }

    @Override
    public final void close() throws IOException {
        in.close();
    }
}
