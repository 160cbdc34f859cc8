package org.atomsmith.rpm.create;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** How metadata files are compressed; the same bytes on every machine. */
public enum MetadataCompression {
    /** Read by every package manager. */
    GZ(".gz"),
    /** Smaller and read faster; dnf of 2019 and later reads it. */
    ZST(".zst"),
    /** Smallest. */
    XZ(".xz"),
    /** Not at all. */
    NONE("");

    private static final int GZ_LEVEL = 6;
    private static final int ZSTD_LEVEL = 10;
    private static final int XZ_PRESET = 5;

    private final String suffix;

    MetadataCompression(String suffix) {
        this.suffix = suffix;
    }

    /** What a file's name ends in, with its dot; empty for {@link #NONE}. */
    public String suffix() {
        return suffix;
    }

    /** The compression of that name: {@code gz}, {@code zst}, {@code xz} or {@code none}. */
    public static Optional<MetadataCompression> named(String name) {
        return Arrays.stream(values())
                .filter(c ->
                        c == NONE ? name.equals("none") : c.suffix.substring(1).equals(name))
                .findFirst();
    }

    /** A stream that compresses what is written to it; closing it closes {@code out}. */
    OutputStream open(OutputStream out) throws IOException {
        return switch (this) {
            case GZ -> new GzipStream(out, GZ_LEVEL);
            case ZST -> new ZstdOutputStream(out, ZSTD_LEVEL);
            case XZ -> new XZOutputStream(out, new LZMA2Options(XZ_PRESET));
            case NONE -> out;
        };
    }
}
