package org.atomsmith.rpm.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchIndexTest {
    private static final Policy HASTY =
            new Policy(2, Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofSeconds(2));

    @TempDir
    Path temp;

    private Mirror mirror;

    @BeforeEach
    void start() throws IOException {
        mirror = new Mirror();
        mirror.files.put("/InRelease", bytes("one"));
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    @Test
    void asks_again_only_whether_the_document_changed() throws IOException {
        mirror.etags = true;
        assertThat(fetch(false)).satisfies(i -> {
            assertThat(i.content()).isEqualTo(bytes("one"));
            assertThat(i.cached()).isFalse();
            assertThat(i.from()).isEqualTo(mirror.uri("/InRelease"));
        });
        assertThat(fetch(false)).satisfies(i -> {
            assertThat(i.content()).isEqualTo(bytes("one"));
            assertThat(i.cached()).isTrue();
        });
        mirror.files.put("/InRelease", bytes("two\n\nthree"));
        assertThat(fetch(false).content()).isEqualTo(bytes("two\n\nthree"));
        assertThat(fetch(false).content()).isEqualTo(bytes("two\n\nthree"));
        assertThat(mirror.log).hasSize(4);
    }

    @Test
    void offline_answers_from_memory_or_says_that_it_cannot() throws IOException {
        assertThatThrownBy(() -> fetch(true))
                .isInstanceOf(FetchException.Offline.class)
                .hasMessageContaining("was never fetched into this cache");
        fetch(false);
        mirror.log.clear();
        assertThat(fetch(true).content()).isEqualTo(bytes("one"));
        assertThat(mirror.log).isEmpty();
    }

    @Test
    void without_network_the_message_points_at_the_remembered_copy() throws IOException {
        fetch(false);
        mirror.status = 503;
        assertThatThrownBy(() -> fetch(false))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessageContaining("HTTP 503")
                .hasMessageContaining("--offline uses it");
    }

    @Test
    void a_damaged_memory_is_forgotten() throws IOException {
        mirror.etags = true;
        fetch(false);
        try (Stream<Path> files = Files.list(temp.resolve("cache/indexes"))) {
            Path file = files.findFirst().orElseThrow();
            byte[] stored = Files.readAllBytes(file);
            for (int length = 0; length < stored.length; length++) {
                Files.write(file, java.util.Arrays.copyOf(stored, length));
                assertThatThrownBy(() -> fetch(true)).isInstanceOf(FetchException.Offline.class);
            }
        }
        assertThat(fetch(false).cached()).isFalse();
    }

    @Test
    void takes_the_next_mirror_and_tells_missing_from_unreachable() throws IOException {
        DownloadCache cache = new DownloadCache(temp.resolve("cache"), false, HASTY, Map.of());
        assertThat(cache.fetchIndex(mirror.uri("/none"), mirror.uri("/InRelease"))
                        .from())
                .isEqualTo(mirror.uri("/InRelease"));
        assertThatThrownBy(() -> cache.fetchIndex(mirror.uri("/none"))).isInstanceOf(FetchException.NotFound.class);
        assertThatThrownBy(() -> cache.fetchIndex(mirror.uri("/none"), URI.create("http://127.0.0.1:1/")))
                .isInstanceOf(FetchException.Unreachable.class);
    }

    @Test
    void refuses_a_document_without_end() {
        mirror.files.put("/InRelease", new byte[(int) DownloadCache.MAX_INDEX + 1]);
        assertThatThrownBy(() -> fetch(false))
                .isInstanceOf(FetchException.TooLarge.class)
                .hasMessageContaining("33,554,432");
    }

    @Test
    void gives_up_on_a_server_that_falls_silent() {
        mirror.files.put("/InRelease", new byte[100_000]);
        mirror.hangAfter = 10_000;
        assertThatThrownBy(() -> fetch(false))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessageContaining("no byte came");
    }

    @Test
    void reads_local_documents_without_remembering_them() throws IOException {
        Path file = Files.writeString(temp.resolve("repomd.xml"), "x");
        DownloadCache cache = new DownloadCache(temp.resolve("cache"), true, HASTY, Map.of());
        assertThat(cache.fetchIndex(file.toUri()).content()).isEqualTo(bytes("x"));
        Files.writeString(file, "y");
        assertThat(cache.fetchIndex(file.toUri()).content()).isEqualTo(bytes("y"));
        assertThat(temp.resolve("cache")).doesNotExist();
    }

    @Test
    void goes_through_the_proxy_that_the_environment_names() throws IOException {
        mirror.files.put("http://elsewhere.invalid/InRelease", bytes("by proxy"));
        mirror.files.put("/InRelease", bytes("by proxy"));
        Map<String, String> environment = Map.of("http_proxy", mirror.uri("/").toString());
        DownloadCache cache = new DownloadCache(temp.resolve("cache"), false, HASTY, environment);
        assertThat(cache.fetchIndex(URI.create("http://elsewhere.invalid/InRelease"))
                        .content())
                .isEqualTo(bytes("by proxy"));
        assertThat(mirror.log).singleElement().asString().contains("http://elsewhere.invalid/InRelease");
    }

    private Index fetch(boolean offline) throws IOException {
        return new DownloadCache(temp.resolve("cache"), offline, HASTY, Map.of()).fetchIndex(mirror.uri("/InRelease"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
