package org.atomsmith.ostree.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each target on its corpus, cut at every byte, with each bit flipped, and changed at random, always alike. */
final class FuzzTargetTest {
    private static final int RANDOM_CHANGES = 1000;
    /** Samples that are longer are cut and flipped at some places only. */
    private static final int PLACES = 400;
    /** What one input may allocate in all, which bounds what it may hold; buffers and tables of xz are most of it. */
    private static final long MOST_ALLOCATED = 96L << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource
    void reads_or_refuses(FuzzTarget target) throws Exception {
        List<byte[]> corpus = corpus(target);
        assertThat(corpus).as("corpus of %s", target).isNotEmpty();
        for (byte[] sample : corpus) {
            run(target, sample);
            int step = Math.max(1, sample.length / PLACES);
            for (int length = 0; length < sample.length; length += step) {
                run(target, Arrays.copyOf(sample, length));
            }
            for (int at = 0; at < sample.length; at += step) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] flipped = sample.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    run(target, flipped);
                }
            }
        }
        Changes changes = new Changes(new Random(1), corpus);
        for (int i = 0; i < RANDOM_CHANGES; i++) {
            run(target, changes.next());
        }
    }

    private void run(FuzzTarget target, byte[] bytes) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            target.run(bytes);
        } catch (RuntimeException | Error e) {
            fail(target + " on " + Base64.getEncoder().encodeToString(bytes), e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated by %s on %s", target, Base64.getEncoder().encodeToString(bytes))
                .isLessThan(MOST_ALLOCATED);
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

    /** Changes samples as fuzzers do: numbers that are limits, pieces doubled, removed, and put into others. */
    private record Changes(Random random, List<byte[]> corpus) {
        private static final long[] LIMITS = {
            0,
            1,
            0x7f,
            0x80,
            0xff,
            0x7fff,
            0xffff,
            0x7fffffff,
            0x80000000L,
            0xffffffffL,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1
        };

        byte[] next() {
            byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
            for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                bytes = change(bytes);
            }
            return bytes;
        }

        private byte[] change(byte[] bytes) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 << random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> {
                    long limit = LIMITS[random.nextInt(LIMITS.length)];
                    boolean big = random.nextBoolean();
                    int width = Math.min(bytes.length - at, 1 << random.nextInt(4));
                    for (int i = 0; i < width; i++) {
                        bytes[at + (big ? width - 1 - i : i)] = (byte) (limit >>> 8 * i);
                    }
                    return bytes;
                }
                case 1 -> {
                    return joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
                }
                case 2 -> {
                    return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
                }
                case 3 -> {
                    byte[] other = corpus.get(random.nextInt(corpus.size()));
                    int from = other.length == 0 ? 0 : random.nextInt(other.length);
                    return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
                }
                default -> {
                    bytes[at] = (byte) random.nextInt();
                    return bytes;
                }
            }
        }

        private static byte[] joined(byte[] first, byte[] second) {
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }
    }
}
