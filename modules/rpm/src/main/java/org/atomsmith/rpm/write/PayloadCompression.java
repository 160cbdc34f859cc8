package org.atomsmith.rpm.write;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.atomsmith.rpm.write.PackageSpec.Relation;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** How a payload is compressed, by the names and levels that rpm has for it. */
public enum PayloadCompression {
    /** Not at all. */
    NONE("", 0, 0, ""),
    /** Any level from 1 to 9. */
    GZIP("gzip", 1, 9, ""),
    BZIP2("bzip2", 1, 9, "PayloadIsBzip2 3.0.5-1"),
    XZ("xz", 0, 9, "PayloadIsXz 5.2-1"),
    LZMA("lzma", 0, 9, "PayloadIsLzma 4.4.6-1"),
    /** Any level from 1 to 19. */
    ZSTD("zstd", 1, 19, "PayloadIsZstd 5.4.18-1");

    private final String compressor;
    private final int lowest;
    private final int highest;
    private final String feature;

    PayloadCompression(String compressor, int lowest, int highest, String feature) {
        this.compressor = compressor;
        this.lowest = lowest;
        this.highest = highest;
        this.feature = feature;
    }

    /** The level that weighs time against size sensibly. */
    public int usualLevel() {
        return this == NONE ? 0 : this == ZSTD ? 3 : 6;
    }

    /** What a header calls it; empty for none. */
    String compressor() {
        return compressor;
    }

    /** What rpm must be able to do to read it. */
    Optional<Relation> feature() {
        int blank = feature.indexOf(' ');
        return blank < 0
                ? Optional.empty()
                : Optional.of(Features.of(feature.substring(0, blank), feature.substring(blank + 1)));
    }

    /** Refuses a level that it does not have. */
    void check(int level) {
        if (level < lowest || level > highest) {
            throw new IllegalArgumentException(
                    compressor + " has the levels " + lowest + " to " + highest + ", not " + level);
        }
    }

    /** A stream that compresses, and closes what it writes to. */
    OutputStream compress(OutputStream out, int level) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new Gzip(out, level);
            case BZIP2 -> new BZip2CompressorOutputStream(out, level);
            case XZ -> new XZOutputStream(out, new LZMA2Options(level));
            case LZMA -> new LZMAOutputStream(out, new LZMA2Options(level), -1);
            case ZSTD -> new ZstdOutputStream(out, level);
        };
    }

    /** gzip of a chosen level. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out, int level) throws IOException {
            super(out, 1 << 16);
            def.setLevel(level);
            def.setStrategy(Deflater.DEFAULT_STRATEGY);
        }
    }
}
