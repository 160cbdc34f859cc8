package org.atomsmith.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judges are zlib's decoder, in the JDK and in Python, and the sizes of its encoder. */
class DeflateEncoderTest {
    private static byte[] compress(DeflateEncoder encoder, byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.begin();
        for (int at = 0; at < bytes.length; at += piece) {
            encoder.write(bytes, at, Math.min(piece, bytes.length - at), out);
        }
        encoder.finish(out);
        return out.toByteArray();
    }

    private static byte[] compress(int level, byte[] bytes) throws IOException {
        return compress(new DeflateEncoder(level), bytes, Math.max(1, bytes.length));
    }

    /** What zlib reads, all of the stream used and nothing missing. */
    private static void assertReads(byte[] compressed, byte[] expected, String what) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(compressed);
            byte[] read = new byte[expected.length + 1];
            int length = 0;
            int n;
            do {
                n = inflater.inflate(read, length, read.length - length);
                length += n;
            } while (n > 0);
            assertThat(inflater.finished()).as("%s: finished", what).isTrue();
            assertThat(inflater.getRemaining()).as("%s: bytes not used", what).isZero();
            assertThat(length).as("%s: length", what).isEqualTo(expected.length);
            assertThat(Arrays.mismatch(read, 0, length, expected, 0, length))
                    .as("%s: first difference", what)
                    .isEqualTo(-1);
        }
    }

    private static int zlibSize(int level, byte[] bytes) {
        try (Deflater deflater = new Deflater(level, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[65_536];
            while (!deflater.finished()) {
                deflater.deflate(buffer);
            }
            return (int) deflater.getBytesWritten();
        }
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Words of a small language, some more frequent than others. */
    private static byte[] text(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            long word = (long) (Math.pow(random.nextDouble(), 3) * 4000);
            text.append(Long.toString(word * word * 7919, 36)).append(random.nextInt(9) == 0 ? ".\n" : " ");
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] repeated(Random random, int length, int distance) {
        byte[] bytes = noise(random, Math.min(length, distance));
        byte[] all = Arrays.copyOf(bytes, length);
        for (int i = distance; i < length; i++) {
            all[i] = all[i - distance];
        }
        return all;
    }

    private static byte[] any(Random random, int length) {
        return switch (random.nextInt(6)) {
            case 0 -> noise(random, length);
            case 1 -> new byte[length];
            case 2 -> text(random, length);
            case 3 -> repeated(random, length, 1 + random.nextInt(40_000));
            case 4 -> {
                byte[] few = noise(random, length);
                for (int i = 0; i < length; i++) {
                    few[i] &= 3;
                }
                yield few;
            }
            default -> {
                byte[] mixed = text(random, length);
                for (int i = 0; i < 20 && length > 0; i++) {
                    int at = random.nextInt(length);
                    byte[] part = noise(random, Math.min(length - at, 3000));
                    System.arraycopy(part, 0, mixed, at, part.length);
                }
                yield mixed;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void zlib_reads_every_short_length(int level) throws Exception {
        Random random = new Random(level);
        DeflateEncoder encoder = new DeflateEncoder(level);
        for (int length = 0; length <= 600; length++) {
            for (byte[] bytes : new byte[][] {text(random, length), new byte[length], noise(random, length)}) {
                assertReads(compress(encoder, bytes, 1000), bytes, "level " + level + ", " + length + " bytes");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void zlib_reads_any_data_and_cuts_do_not_matter(int level) throws Exception {
        Random random = new Random(100 + level);
        DeflateEncoder encoder = new DeflateEncoder(level);
        for (int i = 0; i < 60; i++) {
            byte[] bytes = any(random, random.nextInt(i % 4 == 0 ? 900_000 : 20_000));
            byte[] compressed = compress(encoder, bytes, Math.max(1, bytes.length));
            assertReads(compressed, bytes, "level " + level + ", object " + i);
            assertThat(compress(encoder, bytes, 1 + random.nextInt(70_000)))
                    .as("level %d, object %d in pieces", level, i)
                    .isEqualTo(compressed);
        }
    }

    @Test
    void every_cut_of_a_small_object_gives_the_same_bytes() throws IOException {
        DeflateEncoder encoder = new DeflateEncoder(6);
        byte[] bytes = text(new Random(3), 700);
        byte[] whole = compress(encoder, bytes, bytes.length);
        for (int piece = 1; piece < bytes.length; piece++) {
            assertThat(compress(encoder, bytes, piece)).isEqualTo(whole);
        }
    }

    @Test
    void the_objects_before_do_not_matter() throws IOException {
        Random random = new Random(4);
        DeflateEncoder used = new DeflateEncoder(4);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = any(random, random.nextInt(50_000));
            assertThat(compress(used, bytes, 4096)).isEqualTo(compress(4, bytes));
            if (i % 10 == 0) {
                // Begun, but never finished.
                used.begin();
                used.write(bytes, 0, bytes.length, new ByteArrayOutputStream());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 9})
    void repeats_are_found_at_all_distances_of_the_window(int level) throws Exception {
        Random random = new Random(5);
        DeflateEncoder encoder = new DeflateEncoder(level);
        for (int distance = 1; distance < 32_768; distance += 1 + distance / 3) {
            byte[] bytes = repeated(random, distance + 10_000, distance);
            byte[] compressed = compress(encoder, bytes, bytes.length);
            assertReads(compressed, bytes, "distance " + distance);
            assertThat(compressed.length).as("distance %d", distance).isLessThan(distance + 2000);
        }
    }

    @Test
    void data_that_cannot_be_compressed_is_stored() throws Exception {
        byte[] bytes = noise(new Random(6), 3_000_000);
        byte[] compressed = compress(6, bytes);
        assertReads(compressed, bytes, "noise");
        assertThat(compressed.length).isLessThan(bytes.length + bytes.length / 5000);
    }

    @Test
    void codes_are_limited_in_their_lengths() throws Exception {
        // Symbols as often as Fibonacci's numbers make the deepest trees; the order gives no matches worth taking.
        byte[] bytes = new byte[250_000];
        int at = 0;
        int a = 1;
        int b = 1;
        for (int symbol = 0; symbol < 24; symbol++) {
            Arrays.fill(bytes, at, Math.min(bytes.length, at + a), (byte) (symbol * 11));
            at = Math.min(bytes.length, at + a);
            int next = a + b;
            a = b;
            b = next;
        }
        Random random = new Random(7);
        for (int i = bytes.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte swap = bytes[i];
            bytes[i] = bytes[other];
            bytes[other] = swap;
        }
        for (int level = 1; level <= 9; level++) {
            assertReads(compress(level, bytes), bytes, "level " + level);
        }
    }

    @Test
    void the_bytes_are_the_same_on_every_machine() throws Exception {
        byte[] bytes = text(new Random(8), 400_000);
        StringBuilder digests = new StringBuilder();
        for (int level = 1; level <= 9; level++) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(compress(level, bytes));
            digests.append(HexFormat.of().formatHex(digest, 0, 4)).append(' ');
        }
        assertThat(digests.toString())
                .isEqualTo("6a7d0dd4 72fcf2b3 b04bde8a bc00504d 8f4529d2 1d614b3c 287b8505 db668d1f eaf8d2b0 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void is_about_as_small_as_zlib_at_the_same_level(int level) throws IOException {
        byte[] text = text(new Random(9), 1_000_000);
        byte[] program = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so"));
        for (byte[] bytes : new byte[][] {text, program}) {
            assertThat(compress(level, bytes).length).isLessThan((int) (zlibSize(level, bytes) * 1.01));
        }
    }

    @Test
    void an_empty_object_is_two_bytes() throws IOException {
        assertThat(compress(6, new byte[0])).isEqualTo(new byte[] {3, 0});
    }

    @Test
    void refuses_a_level_that_there_is_not() {
        assertThatThrownBy(() -> new DeflateEncoder(10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deflate level 10 is not one of 1 to 9");
    }

    @Test
    @Tag("slow")
    void places_are_counted_anew_after_a_gigabyte() throws Exception {
        DeflateEncoder encoder = new DeflateEncoder(1);
        byte[] bytes = text(new Random(10), 300_000);
        byte[] expected = compress(encoder, bytes, bytes.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.begin();
        byte[] piece = repeated(new Random(11), 1 << 20, 30_000);
        for (int i = 0; i < 1100; i++) {
            encoder.write(piece, 0, piece.length, out);
        }
        encoder.finish(out);
        assertThat(out.size()).isLessThan(80_000_000);
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(out.toByteArray());
            byte[] read = new byte[1 << 20];
            for (int i = 0; i < 1100; i++) {
                int length = 0;
                while (length < read.length) {
                    length += inflater.inflate(read, length, read.length - length);
                }
                assertThat(Arrays.equals(read, piece)).isTrue();
            }
            inflater.inflate(read);
            assertThat(inflater.finished()).isTrue();
        }
        for (int i = 0; i < 3000; i++) {
            assertThat(compress(encoder, bytes, bytes.length)).isEqualTo(expected);
        }
    }

    @Test
    void python_reads_it(@TempDir Path folder) throws Exception {
        byte[] bytes = any(new Random(12), 600_000);
        Path plain = Files.write(folder.resolve("plain"), bytes);
        Path compressed = Files.write(folder.resolve("compressed"), compress(6, bytes));
        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import sys, zlib; a, b = (open(f, 'rb').read() for f in sys.argv[1:]);"
                                + " sys.exit(zlib.decompress(b, -15) != a)",
                        plain.toString(),
                        compressed.toString())
                .inheritIO()
                .start();
        assertThat(python.waitFor()).isZero();
    }
}
