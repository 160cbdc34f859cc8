package org.atomsmith.rpm.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of document: its samples are read; cut off anywhere or changed, they are read or refused with a place. */
class MetadataDocumentTest {
    private static final int CHANGES = 3000;
    private static final String PIECES = "<>&;\"'/=?!-[]{}:\n \t\u0000\u00ff0129";

    @ParameterizedTest
    @EnumSource
    void samples_are_read_and_whatever_is_made_of_them_is_read_or_refused(MetadataDocument document) throws Exception {
        Random random = new Random(7);
        for (Path file : samples(document)) {
            byte[] sample = Files.readAllBytes(file);
            if (document != MetadataDocument.METALINK) {
                document.parse(sample);
            }
            for (int length = 0; length < sample.length; length++) {
                readOrRefuse(document, Arrays.copyOf(sample, length));
            }
            for (int i = 0; i < CHANGES; i++) {
                readOrRefuse(document, changed(sample, random));
            }
        }
    }

    private static void readOrRefuse(MetadataDocument document, byte[] bytes) {
        try {
            document.parse(bytes);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s)(fuzz|http://fuzz/).*");
        } catch (RuntimeException | Error e) {
            fail(document + " on " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }

    /** A few bytes exchanged, and a part put elsewhere. */
    private static byte[] changed(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
        }
        if (random.nextBoolean()) {
            int length = random.nextInt(Math.min(200, bytes.length));
            System.arraycopy(
                    sample,
                    random.nextInt(bytes.length - length),
                    bytes,
                    random.nextInt(bytes.length - length),
                    length);
        }
        return bytes;
    }

    private static List<Path> samples(MetadataDocument document) throws IOException, URISyntaxException {
        String name = document.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path directory = Path.of(
                Objects.requireNonNull(MetadataDocument.class.getResource("/org/atomsmith/rpm/fuzz/" + name), name)
                        .toURI());
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
