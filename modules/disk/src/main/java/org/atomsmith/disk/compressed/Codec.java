package org.atomsmith.disk.compressed;

import java.io.IOException;
import org.atomsmith.linux.Lzma2Encoder;

/**
 * A compressed format whose chunks are compressed by themselves and joined to one stream that every reader of the format
 * takes.
 */
public enum Codec {
    /**
     * RFC 1952: one member, whose deflate blocks are those of the chunks. The level is gzip's usual one, to whose size
     * chunks of this length come, though none refers to the one before.
     */
    GZIP("gz", 1 << 20) {
        @Override
        Compressor compressor() {
            return new GzipCompressor(6);
        }

        @Override
        Framing framing() {
            return new GzipFraming();
        }
    },

    /**
     * The .xz format 1.1, a block for each chunk, its sizes in its head, so that readers can seek and decompress in
     * parallel. Needs the system's liblzma, and the bytes are those of its version.
     */
    XZ("xz", 24 << 20) {
        @Override
        Compressor compressor() {
            return new XzCompressor();
        }

        @Override
        Framing framing() {
            return new XzFraming(XzCompressor.DICTIONARY);
        }

        @Override
        void check() throws IOException {
            if (!Lzma2Encoder.isAvailable()) {
                throw new IOException("cannot compress with xz: this system has no liblzma.so.5; install it (Debian:"
                        + " liblzma5, Fedora: xz-libs) or choose zst or gz");
            }
        }

        @Override
        int threads(int most) {
            long budget = Runtime.getRuntime().maxMemory();
            return (int) Math.clamp(budget / XzCompressor.MEMORY, 1, most);
        }

        @Override
        int waiting(int threads) {
            return threads;
        }

        @Override
        int mostAhead() {
            return XzCompressor.MOST_AHEAD;
        }

        @Override
        boolean wantsOwnPass() {
            return true;
        }
    },

    /** RFC 8878: a frame for each chunk, with its size and checksum, so that readers can decompress in parallel. */
    ZSTD("zst", 4 << 20) {
        @Override
        Compressor compressor() {
            return new ZstdCompressor(3);
        }

        @Override
        Framing framing() {
            return new ZstdFraming();
        }
    };

    private final String suffix;
    private final int chunkSize;

    Codec(String suffix, int chunkSize) {
        this.suffix = suffix;
        this.chunkSize = chunkSize;
    }

    /** What a file's name ends with, without the dot. */
    public String suffix() {
        return suffix;
    }

    /** How many bytes are compressed together. */
    int chunkSize() {
        return chunkSize;
    }

    /**
     * Checks that this system has what it takes.
     *
     * @throws IOException with what to do when it has not
     */
    void check() throws IOException {}

    /** A compressor for one thread. */
    abstract Compressor compressor();

    /** The frame of one stream. */
    abstract Framing framing();

    /** How many of so many threads memory is enough for. */
    int threads(int most) {
        return most;
    }

    /** Whether nothing else should be written at the same time, for the memory that it takes. */
    boolean wantsOwnPass() {
        return false;
    }

    /**
     * By how many bytes the compressed bytes of a chunk may be ahead of those that were read, for compressors that write over them;
     * 0 for those that want room of their own.
     */
    int mostAhead() {
        return 0;
    }

    /** How many chunks may be under way at a time. */
    int waiting(int threads) {
        return 2 * threads + 1;
    }
}
