package org.atomsmith.ostree.pull.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomsmith.ostree.pull.FileServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fetcher against servers that fail in every way. */
class FetcherTest {
    private static final Fetcher.Request FILE = Fetcher.Request.of("file", Long.MAX_VALUE);

    @TempDir
    Path directory;

    private final byte[] content = new byte[3 << 20];
    private Path spool;

    @BeforeEach
    void write() throws IOException {
        new Random(7).nextBytes(content);
        Files.write(directory.resolve("file"), content);
        spool = Files.createDirectory(directory.resolve("spool"));
    }

    private Fetcher fetcher(int retries, HttpSettings.Stall stall) throws IOException {
        HttpSettings plain = HttpSettings.of("test");
        return new Fetcher(
                new HttpSettings(
                        "test", List.of(), true, retries, stall, plain.proxies(), plain.tls(), plain.cookies()),
                Optional.of(spool));
    }

    private Fetcher fetcher(int retries) throws IOException {
        return fetcher(retries, HttpSettings.Stall.DEFAULT);
    }

    /** Sends at most so many bytes of what was asked for, and says that there are more. */
    private static boolean sendPart(HttpExchange exchange, byte[] all, int most) throws IOException {
        String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                .orElse("");
        int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        int length = all.length - from;
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
        exchange.getResponseBody().write(all, from, Math.min(length, most));
        return true;
    }

    @Test
    void goes_on_where_the_connection_broke() throws IOException {
        try (FileServer server = new FileServer(directory, (exchange, all) -> sendPart(exchange, all, 1 << 20));
                Fetcher fetcher = fetcher(1);
                Fetched fetched = fetcher.fetch(Mirrors.of(server.url()), FILE)) {
            assertThat(fetched.body().bytes()).isEqualTo(content);
            assertThat(server.requests()).hasSize(3);
            assertThat(fetcher.bytesTransferred()).isEqualTo(content.length);
        }
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void begins_again_when_the_server_knows_no_ranges() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (FileServer server = new FileServer(directory, (exchange, all) -> {
                    exchange.sendResponseHeaders(200, all.length);
                    exchange.getResponseBody().write(all, 0, tries.incrementAndGet() < 3 ? 2 << 20 : all.length);
                    return true;
                });
                Fetcher fetcher = fetcher(3);
                Fetched fetched = fetcher.fetch(Mirrors.of(server.url()), FILE)) {
            assertThat(fetched.body().bytes()).isEqualTo(content);
        }
    }

    @Test
    void goes_on_with_what_a_process_before_it_fetched() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (FileServer server = new FileServer(
                directory, (exchange, all) -> sendPart(exchange, all, tries.get() == 0 ? 2 << 20 : all.length))) {
            try (Fetcher killed = fetcher(0)) {
                assertThatThrownBy(() -> killed.fetch(Mirrors.of(server.url()), FILE))
                        .hasMessageContaining("Download incomplete")
                        .hasMessageContaining(server.url() + "/file");
            }
            tries.incrementAndGet();
            try (Fetcher next = fetcher(0);
                    Fetched fetched = next.fetch(Mirrors.of(server.url()), FILE)) {
                assertThat(fetched.body().bytes()).isEqualTo(content);
                assertThat(next.bytesTransferred()).isLessThan(content.length / 2);
            }
        }
    }

    /** Two processes, or two threads, that pull into one repository. */
    @Test
    void shares_no_file_with_another_that_fetches_the_same() throws IOException {
        try (FileServer server = new FileServer(directory);
                Fetcher one = fetcher(0);
                Fetcher other = fetcher(0);
                Fetched first = one.fetch(Mirrors.of(server.url()), FILE)) {
            try (Fetched second = other.fetch(Mirrors.of(server.url()), FILE)) {
                assertThat(second.body().bytes()).isEqualTo(content);
                assertThat(server.requests()).hasSize(2);
            }
            try (InputStream in = first.body().open()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
        }
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void asks_again_after_a_server_error_and_gives_up_in_the_end() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (FileServer server = new FileServer(directory, (exchange, _) -> {
                    boolean fails = tries.incrementAndGet() < 3;
                    if (fails) {
                        exchange.sendResponseHeaders(503, -1);
                    }
                    return fails;
                });
                Fetcher patient = fetcher(5);
                Fetcher impatient = fetcher(1)) {
            patient.fetch(Mirrors.of(server.url()), FILE).close();
            tries.set(-10);
            assertThatThrownBy(() -> impatient.fetch(Mirrors.of(server.url()), FILE))
                    .hasMessageContaining("HTTP 503");
            assertThat(tries).hasValue(-8);
        }
    }

    @Test
    void waits_as_long_as_a_busy_server_asks() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (FileServer server = new FileServer(directory, (exchange, _) -> {
                    boolean busy = tries.incrementAndGet() < 2;
                    if (busy) {
                        exchange.getResponseHeaders().set("Retry-After", "1");
                        exchange.sendResponseHeaders(429, -1);
                    }
                    return busy;
                });
                Fetcher fetcher = fetcher(1)) {
            long begin = System.nanoTime();
            fetcher.fetch(Mirrors.of(server.url()), FILE).close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17                            | 17",
                "Tue, 15 Nov 1994 08:12:41 GMT | 10",
                "Tue, 15 Nov 1994 08:12:11 GMT | 0",
                "-5                            | 0",
                "soon                          | 0",
                "99999999999999999999          | 0",
            })
    void reads_when_a_server_wants_to_be_asked_again(String asked, long seconds) {
        Instant now = Instant.parse("1994-11-15T08:12:31Z");
        assertThat(new Answer(503, Map.of("retry-after", asked)).retryAfter(now))
                .hasSeconds(seconds);
    }

    @Test
    void takes_from_the_next_mirror_what_the_first_lacks() throws IOException {
        try (FileServer empty = new FileServer(spool);
                FileServer server = new FileServer(directory);
                Fetcher fetcher = fetcher(0)) {
            Mirrors mirrors = new Mirrors(List.of(URI.create(empty.url()), URI.create(server.url())));
            try (Fetched fetched = fetcher.fetch(mirrors, FILE)) {
                assertThat(fetched.uri().toString()).startsWith(server.url());
            }
            assertThat(fetcher.find(mirrors, Fetcher.Request.of("nothing", 10))).isEmpty();
        }
    }

    @Test
    void refuses_more_than_it_asked_for() throws IOException {
        try (FileServer server = new FileServer(directory);
                Fetcher fetcher = fetcher(0)) {
            assertThatThrownBy(() -> fetcher.fetch(Mirrors.of(server.url()), Fetcher.Request.of("file", 1000)))
                    .hasMessageContaining("exceeded maximum size of 1000");
        }
    }

    @Test
    void does_not_wait_for_ever_for_a_server_that_says_nothing() throws IOException {
        HttpSettings.Stall soon = new HttpSettings.Stall(1000, Duration.ofSeconds(1));
        try (FileServer server = new FileServer(directory, (exchange, all) -> {
                    exchange.sendResponseHeaders(200, all.length);
                    exchange.getResponseBody().write(all, 0, 10);
                    exchange.getResponseBody().flush();
                    try {
                        Thread.sleep(Duration.ofSeconds(20));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                });
                Fetcher fetcher = fetcher(0, soon)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> fetcher.fetch(Mirrors.of(server.url()), FILE))
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void is_told_that_nothing_changed() throws IOException {
        try (FileServer server = new FileServer(directory, (exchange, _) -> {
                    exchange.getResponseHeaders().set("ETag", "\"one\"");
                    boolean known =
                            "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                    if (known) {
                        exchange.sendResponseHeaders(304, -1);
                    }
                    return known;
                });
                Fetcher fetcher = fetcher(0)) {
            Validators validators;
            try (Fetched first = fetcher.fetch(Mirrors.of(server.url()), FILE)) {
                validators = first.validators();
            }
            Fetcher.Request again = new Fetcher.Request("file", Long.MAX_VALUE, validators);
            try (Fetched second = fetcher.fetch(Mirrors.of(server.url()), again)) {
                assertThat(second.unchanged()).isTrue();
            }
        }
    }

    @Test
    void follows_a_redirection_and_reads_chunks() throws IOException {
        try (FileServer server = new FileServer(directory, (exchange, all) -> {
                    if (exchange.getRequestURI().getPath().equals("/old")) {
                        exchange.getResponseHeaders().set("Location", "/file");
                        exchange.sendResponseHeaders(302, -1);
                    } else {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write(all);
                    }
                    return true;
                });
                Fetcher fetcher = fetcher(0)) {
            try (Fetched fetched = fetcher.fetch(Mirrors.of(server.url()), Fetcher.Request.of("old", Long.MAX_VALUE))) {
                assertThat(Arrays.equals(fetched.body().bytes(), content)).isTrue();
            }
            try (Fetched fetched = fetcher.fetch(Mirrors.of(server.url()), FILE)) {
                assertThat(Arrays.equals(fetched.body().bytes(), content)).isTrue();
            }
        }
    }
}
