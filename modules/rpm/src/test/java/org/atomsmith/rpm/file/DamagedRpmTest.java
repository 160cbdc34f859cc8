package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.atomsmith.rpm.PackageFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that are cut off, changed or made with ill intent. */
class DamagedRpmTest {
    @TempDir
    Path temp;

    @Test
    void a_changed_payload_is_noticed_before_anything_is_handed_on() throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC, "_binary_payload w.ufdio");
        byte[] bytes = Files.readAllBytes(rpm);
        bytes[bytes.length - 10_000] ^= 1;
        Files.write(rpm, bytes);
        assertThatThrownBy(() -> RpmFormat.unsigned().read(rpm, (e, c) -> {
                    throw new AssertionError("handed on " + e);
                }))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("the payload was changed: expected SHA-256");
    }

    @Test
    void truncated_at_every_offset_it_is_refused() throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC);
        byte[] bytes = Files.readAllBytes(rpm);
        long payload = RpmFile.read(rpm).payloadOffset();
        for (int length = 0; length < payload; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RpmFile.read(new ByteArrayInputStream(cut), "cut.rpm"))
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageContaining("cut.rpm");
        }
        Path cut = temp.resolve("cut.rpm");
        for (int length = (int) payload; length < bytes.length; length += 61) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> RpmFormat.unsigned().read(cut, new Received()))
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageContaining("cut.rpm");
        }
    }

    @Test
    void every_flipped_bit_of_the_headers_is_refused_or_harmless() throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC);
        byte[] bytes = Files.readAllBytes(rpm);
        Received whole = new Received();
        RpmFormat.unsigned().read(rpm, whole);
        Random random = new Random(3);
        Path flipped = temp.resolve("flipped.rpm");
        for (int i = 0; i < bytes.length; i += 1 + random.nextInt(9)) {
            byte[] copy = bytes.clone();
            copy[i] ^= (byte) (1 << random.nextInt(8));
            Files.write(flipped, copy);
            Received received = new Received();
            try {
                RpmFormat.unsigned().read(flipped, received);
                assertThat(received.entries.keySet()).isEqualTo(whole.entries.keySet());
            } catch (PackageFormatException e) {
                assertThat(e).hasMessageContaining("flipped.rpm");
            }
        }
    }

    /** Without digests in the way, so that the parsers themselves meet the damage. */
    @Test
    void the_parsers_take_any_damage_without_stumbling() throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC, "_binary_payload w.ufdio");
        byte[] bytes = Files.readAllBytes(rpm);
        RpmFile parts = RpmFile.read(rpm);
        int start = (int) parts.payloadOffset();
        byte[] header = parts.headerBytes();
        Random random = new Random(5);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = header.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[16 + random.nextInt(damaged.length - 16)] = (byte) random.nextInt(256);
            }
            try {
                Header parsed = Header.parse(damaged, ByteBuffer.wrap(damaged).getInt(8), 63, "x", 0);
                RpmFile file = new RpmFile("x", parts.signature(), parsed, damaged, start);
                FileTable table = FileTable.of(file);
                new PayloadReader("x", table, payload(bytes, start), new Received()).read();
            } catch (PackageFormatException e) {
                assertThat(e).hasMessageStartingWith("x:");
            }
        }
        FileTable table = FileTable.of(parts);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = bytes.clone();
            damaged[start + random.nextInt(3000)] = (byte) random.nextInt(256);
            try {
                new PayloadReader("x", table, payload(damaged, start), new Received()).read();
            } catch (PackageFormatException e) {
                assertThat(e).hasMessageStartingWith("x:");
            }
        }
    }

    @Test
    void paths_never_leave_the_root() throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC);
        RpmFile parts = RpmFile.read(rpm);
        for (String evil : List.of("/../bin1/", "/u/../bb/", "usr/bin//", "/usr/./b/", "/usr//bi/")) {
            String text = new String(parts.headerBytes(), StandardCharsets.ISO_8859_1);
            byte[] damaged = text.replace("\0/usr/bin/\0", "\0" + evil + "\0").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(damaged.length).isEqualTo(parts.headerBytes().length);
            assertThat(Arrays.equals(damaged, parts.headerBytes())).isFalse();
            Header parsed = Header.parse(damaged, ByteBuffer.wrap(damaged).getInt(8), 63, "x", 0);
            assertThatThrownBy(() -> FileTable.of(new RpmFile("x", parts.signature(), parsed, damaged, 0)))
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageMatching("(?s).*(is not plain|is not an absolute path).*");
        }
    }

    private static InputStream payload(byte[] bytes, int start) {
        return new ByteArrayInputStream(bytes, start, bytes.length - start);
    }
}
