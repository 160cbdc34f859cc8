package org.atomsmith.ostree.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Unpacking by liblzma and in Java: the same bytes, the same refusals. */
final class XzStreamTest {
    @TempDir
    private Path tmp;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void joined_blocks_unpack_to_what_was_packed(boolean portable) throws IOException {
        byte[] bytes = new byte[500_000];
        new Random(1).nextBytes(bytes);
        Arrays.fill(bytes, 100_000, 400_000, (byte) 7);
        XzBlock first = XzBlock.compress(bytes, 300_000, true, new BasicArrayCache());
        XzBlock second =
                XzBlock.compress(Arrays.copyOfRange(bytes, 300_000, 500_000), 200_000, false, new BasicArrayCache());
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(XzBlock.header(first));
        for (XzBlock block : List.of(first, second)) {
            joined.write(block.stream(), block.offset(), block.length());
        }
        joined.write(XzBlock.trailer(List.of(first, second)));
        try (InputStream in = open(joined.toByteArray(), portable)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refuses_what_ends_early_or_was_changed(boolean portable) throws IOException {
        byte[] packed = pack("text ".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        for (int length = 0; length < packed.length; length++) {
            refused(Arrays.copyOf(packed, length), portable);
        }
        for (int at = 0; at < packed.length; at++) {
            byte[] changed = packed.clone();
            changed[at] ^= 0x10;
            refused(changed, portable);
        }
    }

    private void refused(byte[] packed, boolean portable) {
        assertThatThrownBy(() -> {
                    try (InputStream in = open(packed, portable)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(DeltaException.class)
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void unpacks_no_more_than_the_limit(boolean portable) throws IOException {
        byte[] bomb = pack(new byte[40 << 20]);
        assertThat(bomb.length).isLessThan(10_000);
        for (int limit : new int[] {100, 30 << 20}) {
            try (Arena arena = Arena.ofConfined();
                    InputStream in = open(bomb, portable)) {
                assertThatThrownBy(() -> new Spool(0).read(in, limit, arena, tmp))
                        .isInstanceOf(DeltaException.class)
                        .hasMessageContaining(limit + " bytes");
            }
        }
        try (Arena arena = Arena.ofConfined();
                InputStream in = open(bomb, portable)) {
            assertThat(new Spool(0).read(in, 40 << 20, arena, tmp).byteSize()).isEqualTo(40 << 20);
        }
        assertThat(tmp).isEmptyDirectory();
    }

    private static byte[] pack(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(1))) {
            xz.write(bytes);
        }
        return out.toByteArray();
    }

    private static InputStream open(byte[] packed, boolean portable) throws IOException {
        MemorySegment segment = MemorySegment.ofArray(packed);
        return portable ? XzStream.openPortably(segment) : XzStream.open(segment);
    }
}
