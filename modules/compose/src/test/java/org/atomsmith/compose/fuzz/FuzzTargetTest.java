package org.atomsmith.compose.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each target on its samples: cut off at every byte, with bits flipped, and with pieces moved about; always alike. */
@Tag("slow")
final class FuzzTargetTest {
    private static final int RANDOM_CHANGES = 2000;
    /** Where text changes its meaning. */
    private static final List<String> PIECES = List.of(
            ":",
            ": ",
            "\n",
            "\n ",
            "\t",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "!",
            "|\n",
            ">-\n",
            "%",
            "@",
            "\\",
            "\0",
            "\r",
            ",",
            "---\n",
            "null",
            "true",
            "1e999",
            "${",
            "}",
            "<<: ",
            "? ",
            "\uD83D\uDE00",
            "\u0085");

    @ParameterizedTest
    @EnumSource
    void reads_or_refuses(FuzzTarget target) throws Exception {
        List<byte[]> corpus = corpus(target);
        assertThat(corpus).as("corpus of %s", target).isNotEmpty();
        Random random = new Random(1);
        for (byte[] sample : corpus) {
            for (int end = 0; end <= sample.length; end++) {
                run(target, Arrays.copyOf(sample, end));
            }
            for (int at = 0; at < sample.length; at++) {
                byte[] flipped = sample.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                run(target, flipped);
            }
        }
        for (int i = 0; i < RANDOM_CHANGES; i++) {
            run(target, changed(corpus.get(random.nextInt(corpus.size())), corpus, random));
        }
    }

    private static void run(FuzzTarget target, byte[] bytes) {
        try {
            target.run(bytes);
        } catch (RuntimeException | Error e) {
            fail(target + " on " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    private static byte[] changed(byte[] sample, List<byte[]> corpus, Random random) {
        StringBuilder text = new StringBuilder(new String(sample, StandardCharsets.UTF_8));
        for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(20));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> {
                    String other = new String(corpus.get(random.nextInt(corpus.size())), StandardCharsets.UTF_8);
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(60)));
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> corpus(FuzzTarget target) throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(FuzzTarget.class.getResource(target.corpus()))
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
