package org.atomsmith.disk.read.stream;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.SourceStream;
import org.atomsmith.disk.read.source.UnsupportedImageException;
import org.atomsmith.linux.XzStream;

/** How a file is compressed from front to back. */
public enum Compression {
    /** gzip: what is inside has no size that could be relied on. */
    GZIP("gz", 0x1f, 0x8b) {
        @Override
        InputStream unpack(SourceStream in, String name) {
            return new GzipStream(in);
        }

        @Override
        OptionalLong size(ImageSource source) {
            return OptionalLong.empty();
        }
    },
    /** xz: the size is in the index at the end. */
    XZ("xz", 0xfd, '7', 'z', 'X', 'Z', 0) {
        @Override
        InputStream unpack(SourceStream in, String name) throws IOException {
            return XzStream.open(in, name)
                    .orElseThrow(() -> new UnsupportedImageException(
                            name,
                            "xz is unpacked by the system's liblzma.so.5, which is not here; install it (Debian: liblzma5,"
                                    + " Fedora: xz-libs), or unpack the image with xz -dk"));
        }

        @Override
        OptionalLong size(ImageSource source) throws IOException {
            return OptionalLong.of(XzSize.of(source));
        }
    },
    /** zstd: the size is in the frames' headers, as a rule. */
    ZSTD("zst", 0x28, 0xb5, 0x2f, 0xfd) {
        @Override
        InputStream unpack(SourceStream in, String name) throws IOException {
            return new ZstdInputStream(in);
        }

        @Override
        OptionalLong size(ImageSource source) throws IOException {
            return ZstdSize.of(source);
        }
    };

    private static final int BUFFER_BYTES = 1 << 16;

    private final String suffix;
    private final byte[] magic;

    Compression(String suffix, int... magic) {
        this.suffix = suffix;
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    /** The suffix of a file's name: {@code gz}. */
    public String suffix() {
        return suffix;
    }

    /** How a file is compressed, which its first bytes say; empty when it is not, or in another way. */
    public static Optional<Compression> of(ImageSource source) throws IOException {
        for (Compression compression : List.of(values())) {
            int length = compression.magic.length;
            if (source.size() >= length
                    && Arrays.equals(source.bytes(0, length, "magic").array(), compression.magic)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /**
     * Unpacks a file; closing the stream leaves the source open.
     *
     * @throws IOException when it cannot be unpacked; the stream's own failures name the file and the place as well
     */
    public InputStream open(ImageSource source) throws IOException {
        SourceStream in = new SourceStream(source);
        return UnpackedStream.open(source.name(), in, () -> unpack(in, source.name()));
    }

    /**
     * How many bytes a file holds, counted where it does not say so.
     *
     * @throws IOException when it is damaged
     */
    public long contentSize(ImageSource source) throws IOException {
        OptionalLong size = size(source);
        return size.isPresent() ? size.getAsLong() : count(source);
    }

    private long count(ImageSource source) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long sum = 0;
        try (InputStream in = open(source)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sum += n;
            }
        }
        return sum;
    }

    abstract InputStream unpack(SourceStream in, String name) throws IOException;

    abstract OptionalLong size(ImageSource source) throws IOException;
}
