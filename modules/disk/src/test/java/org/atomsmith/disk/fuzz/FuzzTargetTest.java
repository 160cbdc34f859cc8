package org.atomsmith.disk.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each target on its samples, cut off, with bits flipped, and changed at random, always alike. */
@Tag("slow")
final class FuzzTargetTest {
    private static final int RANDOM_CHANGES = 200;
    private static final int PLACES = 60;
    private static final long LONGEST = Duration.ofSeconds(20).toNanos();

    @ParameterizedTest
    @EnumSource
    void reads_or_refuses(FuzzTarget target) throws Exception {
        List<byte[]> corpus = corpus(target);
        assertThat(corpus).as("corpus of %s", target).isNotEmpty();
        Random random = new Random(1);
        for (byte[] sample : corpus) {
            run(target, sample);
            int size = ByteBuffer.wrap(sample).getInt();
            for (int i = 0; i < PLACES; i++) {
                byte[] cut = sample.clone();
                ByteBuffer.wrap(cut).putInt((int) ((long) size * i / PLACES));
                run(target, cut);
                byte[] flipped = sample.clone();
                int at = (int) ((long) sample.length * i / PLACES);
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                run(target, flipped);
            }
        }
        for (int i = 0; i < RANDOM_CHANGES; i++) {
            run(target, changed(corpus.get(random.nextInt(corpus.size())).clone(), random));
        }
    }

    private static void run(FuzzTarget target, byte[] bytes) {
        long begin = System.nanoTime();
        try {
            target.run(bytes);
        } catch (RuntimeException | Error e) {
            fail(target + " on " + Base64.getEncoder().encodeToString(bytes), e);
        }
        assertThat(System.nanoTime() - begin)
                .as("time of %s on %s", target, Base64.getEncoder().encodeToString(bytes))
                .isLessThan(LONGEST);
    }

    /** Limits in the places of numbers, a few at once. */
    private static byte[] changed(byte[] bytes, Random random) {
        long[] limits = {0, 1, 0x7f, 0xff, 0xffff, 0x7fffffffL, 0x80000000L, 0xffffffffL, Long.MAX_VALUE, -1, 1L << 62};
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        // The heads of images are where the numbers are.
        int reach = random.nextBoolean() ? Math.min(bytes.length, 600) : bytes.length;
        for (int i = random.nextInt(3); i >= 0 && reach > 16; i--) {
            int at = 4 + random.nextInt(reach - 12) / 4 * 4;
            long limit = limits[random.nextInt(limits.length)];
            switch (random.nextInt(4)) {
                case 0 -> buffer.putLong(at, limit);
                case 1 -> buffer.putInt(at, (int) limit);
                case 2 -> buffer.putInt(at, Integer.reverseBytes((int) limit));
                default -> bytes[at] = (byte) random.nextInt();
            }
        }
        return bytes;
    }

    private static List<byte[]> corpus(FuzzTarget target) throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(FuzzTarget.class.getResource(target.directory()))
                .toURI());
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        return corpus;
    }
}
