package org.atomsmith.ostree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** What every parser of outside bytes must stand: truncation at each byte, each bit flipped, bytes appended. */
public final class Mutations {

    private Mutations() {}

    /** Reads bytes and writes what it read; throws what {@code refusal} says when it refuses them. */
    @FunctionalInterface
    public interface RoundTrip {
        /** The bytes of what was read. */
        byte[] apply(byte[] bytes) throws Exception;
    }

    /** Checks that each mutation is either refused with that exception or read as exactly what it says. */
    public static void check(byte[] sample, RoundTrip roundTrip, Class<? extends Exception> refusal) throws Exception {
        assertThat(roundTrip.apply(sample)).isEqualTo(sample);
        for (int length = 0; length < sample.length; length++) {
            refusedOrExact(Arrays.copyOf(sample, length), roundTrip, refusal);
        }
        for (int bit = 0; bit < 8 * sample.length; bit++) {
            byte[] flipped = sample.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refusedOrExact(flipped, roundTrip, refusal);
        }
        for (int more = 1; more <= 9; more++) {
            refusedOrExact(Arrays.copyOf(sample, sample.length + more), roundTrip, refusal);
        }
    }

    private static void refusedOrExact(byte[] bytes, RoundTrip roundTrip, Class<? extends Exception> refusal)
            throws Exception {
        byte[] result;
        try {
            result = roundTrip.apply(bytes);
        } catch (Exception e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(result).as("what was read, written again").isEqualTo(bytes);
    }
}
