package org.atomsmith.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** The same streams by the system's library, where there is one, and by zlib. */
class DeflateDecoderTest {
    private static final byte[] CONTENT = content();

    private final DeflateDecoder decoder = new DeflateDecoder();

    private static byte[] content() {
        Random random = new Random(7);
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(20) == 0 ? random.nextInt() : i >> 7);
        }
        return content;
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DeflateEncoder encoder = new DeflateEncoder(6);
        encoder.begin();
        encoder.write(content, 0, content.length, out);
        encoder.finish(out);
        return out.toByteArray();
    }

    @Test
    void unpacks_what_was_packed_from_the_middle_of_an_array() throws Exception {
        byte[] packed = packed(CONTENT);
        byte[] array = new byte[packed.length + 30];
        System.arraycopy(packed, 0, array, 10, packed.length);
        byte[] content = new byte[CONTENT.length];
        decoder.decode(array, 10, array.length, content);
        assertThat(content).isEqualTo(CONTENT);
        byte[] byZlib = new byte[CONTENT.length];
        decoder.decodeByZlib(array, 10, array.length, byZlib);
        assertThat(byZlib).isEqualTo(CONTENT);
    }

    @Test
    void unpacks_nothing() throws Exception {
        byte[] packed = packed(new byte[0]);
        decoder.decode(packed, 0, packed.length, new byte[0]);
    }

    @Test
    void refuses_content_that_is_shorter_or_longer_than_was_said() throws Exception {
        byte[] packed = packed(CONTENT);
        assertThatThrownBy(() -> decoder.decode(packed, 0, packed.length, new byte[CONTENT.length + 1]))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("the content ends after 300000 of 300001 bytes");
        assertThatThrownBy(() -> decoder.decode(packed, 0, packed.length, new byte[CONTENT.length - 1]))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("the content is longer than its 299999 bytes");
    }

    @Test
    void refuses_a_stream_that_ends_early_at_any_byte() throws Exception {
        byte[] some = Arrays.copyOf(CONTENT, 2000);
        byte[] packed = packed(some);
        for (int end = 0; end < packed.length; end++) {
            byte[] cut = Arrays.copyOf(packed, end);
            assertThatThrownBy(() -> decoder.decode(cut, 0, cut.length, new byte[some.length]))
                    .as("cut at %s", end)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("ends");
        }
    }

    @Test
    void says_yes_and_no_as_zlib_does_to_flipped_bits() throws Exception {
        byte[] some = Arrays.copyOf(CONTENT, 500);
        byte[] packed = packed(some);
        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] bad = packed.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(outcome(bad, some.length, true)).as("bit %s", bit).isEqualTo(outcome(bad, some.length, false));
        }
    }

    private String outcome(byte[] packed, int size, boolean zlib) {
        byte[] content = new byte[size];
        try {
            if (zlib) {
                decoder.decodeByZlib(packed, 0, packed.length, content);
            } else {
                decoder.decode(packed, 0, packed.length, content);
            }
            return Arrays.toString(content);
        } catch (DataFormatException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
