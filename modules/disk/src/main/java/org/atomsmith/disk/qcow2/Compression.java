package org.atomsmith.disk.qcow2;

import org.atomsmith.disk.block.BlockCompressor;
import org.atomsmith.disk.block.DeflateCompressor;

/**
 * How clusters are compressed.
 *
 * @param method the method
 * @param level the method's level: 1 to 9 for zlib, 1 to 22 for zstd
 */
public record Compression(Method method, int level) {
    /**
     * Raw deflate, as every version of QEMU reads it. The level is far below the usual one: with deflate's whole window
     * of 32 KiB, of which qemu-img uses 4, it already makes smaller images than qemu-img.
     */
    public static final Compression ZLIB = new Compression(Method.ZLIB, 3);

    /** Zstandard, for QEMU 5.1 and later; the level is zstd's usual one, as qemu-img's. */
    public static final Compression ZSTD = new Compression(Method.ZSTD, 3);

    /** The compression types of the format, in the order of their numbers. */
    public enum Method {
        /** Deflate without a header. */
        ZLIB,
        /** Zstandard frames. */
        ZSTD
    }

    /** Checks the level. */
    public Compression {
        int most = method == Method.ZLIB ? 9 : 22;
        if (level < 1 || level > most) {
            throw new IllegalArgumentException(
                    "compression level " + level + " is not one of " + method + "'s (1 to " + most + ")");
        }
    }

    /** A compressor for one thread; it is to be closed. */
    BlockCompressor open() {
        return switch (method) {
            case ZLIB -> new DeflateCompressor(level);
            case ZSTD -> new ZstdCompressor(level);
        };
    }
}
