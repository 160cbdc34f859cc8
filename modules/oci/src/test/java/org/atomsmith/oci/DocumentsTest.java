package org.atomsmith.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final Manifest MANIFEST = new Manifest(
            new Descriptor(ImageConfig.TYPE, Digest.of(new byte[1]), 1),
            List.of(new Descriptor(Manifest.LAYER_TYPE, Digest.of(new byte[2]), 2, Map.of("k", "v"), Platform.ANY)),
            Map.of("a", "b"));

    @Test
    void a_manifest_is_read_as_it_was_written() throws OciException {
        assertThat(Manifest.parse(MANIFEST.toBytes())).isEqualTo(MANIFEST);
    }

    @Test
    void a_manifest_that_is_cut_off_anywhere_is_refused() {
        byte[] bytes = MANIFEST.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Manifest.parse(cut)).isInstanceOf(OciException.class);
        }
    }

    @Test
    void documents_have_a_limit() {
        byte[] large = "{".repeat(100).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.parse(large, "it")).isInstanceOf(OciException.class);
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        assertThatThrownBy(() -> Json.parse(deep.getBytes(StandardCharsets.UTF_8), "it"))
                .hasMessageContaining("nests deeper");
        assertThatThrownBy(() -> Json.parse(new byte[Json.MAX_SIZE + 1], "it")).hasMessageContaining("the limit is");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com/os, registry.example.com, os, latest",
        "localhost:5000/a/b:1.0, localhost:5000, a/b, 1.0",
        "[::1]:5000/os:x, [::1]:5000, os, x"
    })
    void reads_names_of_images(String text, String host, String repository, String reference) throws OciException {
        assertThat(ImageName.parse(text)).isEqualTo(new ImageName(host, repository, reference));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os",
                "example/os",
                "r.example.com/OS",
                "r.example.com/../os",
                "r.example.com/os:a/b",
                "r.example.com/os@sha256:1"
            })
    void refuses_what_is_no_name_of_an_image(String text) {
        assertThatThrownBy(() -> ImageName.parse(text)).isInstanceOf(OciException.class);
    }
}
