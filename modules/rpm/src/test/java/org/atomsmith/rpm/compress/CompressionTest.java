package org.atomsmith.rpm.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.atomsmith.rpm.PackageFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
    private static final byte[] CONTENT = content();

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "XZ", "LZMA", "ZSTD", "BZIP2"})
    void reads_what_was_compressed(Compression compression) throws IOException {
        byte[] compressed = compress(compression);
        assertThat(Compression.of(compressed)).isEqualTo(compression);
        assertThat(read(compressed)).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ", "LZMA", "ZSTD", "BZIP2"})
    void truncated_at_every_offset_it_is_refused(Compression compression) throws IOException {
        byte[] compressed = compress(compression);
        for (int length = Compression.MAGIC_LENGTH; length < compressed.length; length++) {
            byte[] cut = Arrays.copyOf(compressed, length);
            assertThatThrownBy(() -> read(cut))
                    .as(compression + " cut to " + length)
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageStartingWith("x: the compressed content is damaged");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ", "LZMA", "ZSTD", "BZIP2"})
    void flipped_bits_never_do_worse_than_change_the_content(Compression compression) throws IOException {
        byte[] compressed = compress(compression);
        Random random = new Random(2);
        for (int i = 0; i < compressed.length; i++) {
            byte[] flipped = compressed.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            try {
                read(flipped);
            } catch (PackageFormatException e) {
                assertThat(e).hasMessageStartingWith("x: ");
            }
        }
    }

    @Test
    void zchunk_is_refused_by_name() {
        assertThatThrownBy(() -> read(new byte[] {0, 'Z', 'C', 'K', '1', 0, 0, 0}))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("zchunk");
    }

    @Test
    void content_that_grows_beyond_its_limit_is_refused() throws IOException {
        byte[] bomb = compress(Compression.GZIP);
        InputStream limited = new LimitedInputStream(
                Compression.decompress(new ByteArrayInputStream(bomb), "x"), CONTENT.length - 1, "x");
        assertThatThrownBy(limited::readAllBytes)
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("x: the content is longer than the " + (CONTENT.length - 1) + " bytes");
    }

    private static byte[] read(byte[] compressed) throws IOException {
        try (InputStream in = new LimitedInputStream(
                Compression.decompress(new ByteArrayInputStream(compressed), "x"), 1 << 20, "x")) {
            return in.readAllBytes();
        }
    }

    private static byte[] compress(Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (compression) {
            case GZIP -> new GZIPOutputStream(bytes);
            case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
            case LZMA -> new LZMAOutputStream(bytes, new LZMA2Options(0), -1);
            case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
            case BZIP2 -> new BZip2CompressorOutputStream(bytes);
            case NONE, ZCHUNK -> bytes;
        }) {
            out.write(CONTENT);
        }
        return bytes.toByteArray();
    }

    private static byte[] content() {
        Random random = new Random(1);
        byte[] content = new byte[2000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i < 400 ? 'a' + random.nextInt(8) : 'x');
        }
        return content;
    }
}
