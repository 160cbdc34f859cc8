package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java's SHA-256 judges libcrypto's. */
final class NativeSha256Test {
    private final byte[] bytes = new byte[300_000];

    @BeforeEach
    void library() {
        assumeThat(NativeSha256.create())
                .as("libcrypto.so.3, of Debian's libssl3")
                .isPresent();
        new Random(1).nextBytes(bytes);
    }

    static Stream<Integer> lengths() {
        return IntStream.concat(IntStream.rangeClosed(0, 130), IntStream.of(65_535, 65_536, 65_537, 131_072, 300_000))
                .boxed();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void gives_what_java_gives(int length) throws Exception {
        byte[] input = Arrays.copyOf(bytes, length);
        assertThat(open().digest(input)).isEqualTo(javas().digest(input));
    }

    @Test
    void takes_its_input_in_pieces_from_anywhere_in_an_array() throws Exception {
        MessageDigest ours = open();
        MessageDigest theirs = javas();
        for (int at = 0, n = 0; at + n < bytes.length; at += n, n = n * 3 + 1) {
            ours.update(bytes, at, n);
            theirs.update(bytes, at, n);
            ours.update(bytes[at]);
            theirs.update(bytes[at]);
        }
        assertThat(ours.digest()).isEqualTo(theirs.digest());
    }

    @Test
    void begins_anew_after_each_digest_and_when_it_is_reset() throws Exception {
        MessageDigest ours = open();
        ours.digest(bytes);
        assertThat(ours.digest()).isEqualTo(javas().digest());
        ours.update(bytes);
        ours.reset();
        assertThat(ours.digest(new byte[] {1})).isEqualTo(javas().digest(new byte[] {1}));
    }

    private static MessageDigest open() {
        return NativeSha256.create().orElseThrow();
    }

    private static MessageDigest javas() throws Exception {
        return MessageDigest.getInstance("SHA-256");
    }
}
