package org.atomsmith.rpm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each target on its samples, cut off at every byte, with bits flipped, and changed at random, always alike. */
@Tag("slow")
final class FuzzTargetTest {
    private static final int RANDOM_CHANGES = 3_000;
    private static final long LONGEST = Duration.ofSeconds(20).toNanos();
    private static final int[] LIMITS = {0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, -1, 1 << 24, 63, 8};

    @ParameterizedTest
    @EnumSource
    void reads_or_refuses(FuzzTarget target) throws Exception {
        List<byte[]> corpus = corpus(target);
        assertThat(corpus).as("corpus of %s", target).isNotEmpty();
        Random random = new Random(1);
        for (byte[] sample : corpus) {
            run(target, sample);
            for (int length = 0; length < sample.length; length++) {
                run(target, Arrays.copyOf(sample, length));
            }
        }
        for (int i = 0; i < RANDOM_CHANGES; i++) {
            byte[] changed = corpus.get(random.nextInt(corpus.size())).clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextInt(changed.length - 4);
                if (random.nextBoolean()) {
                    changed[at] ^= (byte) (1 << random.nextInt(8));
                } else {
                    // Numbers of headers stand at multiples of four.
                    ByteBuffer.wrap(changed).putInt(at & ~3, LIMITS[random.nextInt(LIMITS.length)]);
                }
            }
            run(target, changed);
        }
    }

    private static void run(FuzzTarget target, byte[] bytes) {
        long begin = System.nanoTime();
        try {
            target.run(bytes);
        } catch (RuntimeException | Error e) {
            fail(target + " on " + Base64.getEncoder().encodeToString(bytes), e);
        }
        assertThat(System.nanoTime() - begin).as("time of %s", target).isLessThan(LONGEST);
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
