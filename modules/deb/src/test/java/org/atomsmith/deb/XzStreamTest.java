package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.atomsmith.linux.XzStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XzStreamTest {
    @TempDir
    Path temp;

    private static byte[] unpack(byte[] packed) throws IOException {
        Optional<InputStream> stream = XzStream.open(new ByteArrayInputStream(packed), "x.xz");
        assumeTrue(stream.isPresent(), "liblzma is not installed");
        try (InputStream in = stream.get()) {
            return in.readAllBytes();
        }
    }

    private byte[] pack(byte[] plain) throws IOException {
        Tools.need("xz");
        Files.write(temp.resolve("plain"), plain);
        Tools.run(temp, "xz", "-kf", "plain");
        return Files.readAllBytes(temp.resolve("plain.xz"));
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : i / 100);
        }
        return bytes;
    }

    @Test
    void unpacks_what_xz_packed() throws Exception {
        for (int size : new int[] {0, 1, 1 << 17, (1 << 17) + 1, 3_000_000}) {
            assertThat(unpack(pack(content(size)))).isEqualTo(content(size));
        }
    }

    @Test
    void unpacks_several_streams_as_one() throws Exception {
        byte[] one = pack(content(1000));
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertThat(unpack(two)).hasSize(2000);
    }

    @Test
    void refuses_what_is_cut_off_or_damaged() throws Exception {
        byte[] packed = pack(content(5000));
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> unpack(cut)).isInstanceOf(XzStream.XzException.class);
        }
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            byte[] bad = packed.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> unpack(bad)).isInstanceOf(XzStream.XzException.class);
        }
        assertThatThrownBy(() -> unpack("no xz at all".getBytes())).hasMessage("x.xz: it is not xz");
    }

    @Test
    void knows_that_it_is_closed() throws Exception {
        InputStream in = XzStream.open(new ByteArrayInputStream(pack(content(10))), "x.xz")
                .orElse(InputStream.nullInputStream());
        in.close();
        in.close();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
}
