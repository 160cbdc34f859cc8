package org.atomsmith.rpm.compress;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.atomsmith.rpm.PackageFormatException;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** How a stream is compressed, recognised by its first bytes. */
public enum Compression {
    /** Not at all, or in no way that is known here. */
    NONE,
    /** RFC 1952. */
    GZIP,
    /** The .xz format 1.2. */
    XZ,
    /** The older .lzma format, which has no magic number: recognised by its usual properties. */
    LZMA,
    /** RFC 8878. */
    ZSTD,
    /** bzip2. */
    BZIP2,
    /** Zchunk, recognised to be refused. */
    ZCHUNK;

    /** Bytes needed to recognise a compression. */
    public static final int MAGIC_LENGTH = 13;

    private static final int BUFFER = 1 << 16;
    private static final int XZ_MEMORY_KIB = 256 << 10;
    private static final int ZSTD_WINDOW_LOG = 27;

    /** Recognises a compression by the first {@link #MAGIC_LENGTH} bytes, or fewer when there are not so many. */
    public static Compression of(byte[] start) {
        if (starts(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (starts(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        if (starts(start, 0x28, 0xb5, 0x2f, 0xfd)) {
            return ZSTD;
        }
        if (starts(start, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        if (starts(start, 0, 'Z', 'C', 'K', '1')) {
            return ZCHUNK;
        }
        return isLzma(start) ? LZMA : NONE;
    }

    /**
     * Decompresses a stream of whatever compression its first bytes show. At most 256 MiB of memory is used for the
     * dictionary.
     *
     * @param name what messages call the stream
     * @throws PackageFormatException when its compression is not supported or its header is damaged
     */
    public static InputStream decompress(InputStream in, String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(MAGIC_LENGTH);
        byte[] start = buffered.readNBytes(MAGIC_LENGTH);
        buffered.reset();
        try {
            return new DamageNamingStream(of(start).open(buffered, name), name);
        } catch (PackageFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new PackageFormatException(name + ": the compressed content is damaged: " + e.getMessage(), 0);
        }
    }

    private InputStream open(InputStream in, String name) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
            case LZMA -> new LZMAInputStream(in, XZ_MEMORY_KIB);
            case ZSTD -> new ZstdInputStream(in).setLongMax(ZSTD_WINDOW_LOG).setContinuous(false);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case ZCHUNK ->
                throw new PackageFormatException(
                        name
                                + ": this is zchunk, which is not supported; a repository has the same as .gz, .xz or .zst",
                        0);
        };
    }

    private static boolean isLzma(byte[] start) {
        if (start.length < MAGIC_LENGTH || start[0] != 0x5d) {
            return false;
        }
        long dictionary = little(start, 1, 4);
        long size = little(start, 5, 8);
        return dictionary >= 4096 && Long.bitCount(dictionary) <= 2 && (size == -1 || size >>> 38 == 0);
    }

    private static long little(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private static boolean starts(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
