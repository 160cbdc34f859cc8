package org.atomsmith.ostree.pull.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomsmith.ostree.pull.FileServer;
import org.atomsmith.tls.TlsOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, passwords, cookies and headers: sent to whom they are for, and to nobody else. */
class SecretsTest {
    private static final Fetcher.Request FILE = Fetcher.Request.of("file", 100);

    @TempDir
    Path directory;

    private final List<Headers> seen = new CopyOnWriteArrayList<>();
    private Path cookies;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("file"), "content");
        cookies = Files.writeString(
                directory.resolve("cookies"),
                String.join(
                        "\n",
                        "# Netscape HTTP Cookie File",
                        "127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\t1",
                        "127.0.0.1\tFALSE\t/\tFALSE\t99999999999\tlasting\t2",
                        "127.0.0.1\tFALSE\t/\tFALSE\t1000\texpired\t3",
                        "127.0.0.1\tFALSE\t/elsewhere\tFALSE\t0\telsewhere\t4",
                        "127.0.0.1\tFALSE\t/\tTRUE\t0\tsecure\t5",
                        "example.test\tFALSE\t/\tFALSE\t0\tanother\t6"));
    }

    private Fetcher fetcher() throws IOException {
        HttpSettings settings = new HttpSettings(
                "test/1",
                List.of(
                        new HttpSettings.Header("X-Fleet", "one"),
                        new HttpSettings.Header("Authorization", "Bearer token")),
                true,
                0,
                HttpSettings.Stall.DEFAULT,
                Proxies.NONE,
                TlsOptions.DEFAULT,
                Optional.of(cookies));
        return new Fetcher(settings, Optional.empty());
    }

    private FileServer record() throws IOException {
        return new FileServer(directory, (exchange, _) -> {
            seen.add(exchange.getRequestHeaders());
            return false;
        });
    }

    @Test
    void go_to_the_server_of_the_remote() throws IOException {
        try (FileServer server = record();
                Fetcher fetcher = fetcher()) {
            String address = server.url().replace("http://", "http://us%40er:pass@");
            fetcher.fetch(Mirrors.of(address), FILE).close();
            assertThat(seen).singleElement().satisfies(headers -> {
                assertThat(headers.get("Cookie")).containsExactly("session=1; lasting=2");
                assertThat(headers.get("X-Fleet")).containsExactly("one");
                assertThat(headers.get("User-Agent")).containsExactly("test/1");
                // "us@er:pass"
                assertThat(headers.get("Authorization")).contains("Basic dXNAZXI6cGFzcw==");
            });
        }
    }

    @Test
    void stay_there_when_it_leads_to_another() throws IOException {
        try (FileServer other = record();
                FileServer server = new FileServer(directory, (exchange, _) -> {
                    String there = other.url().replace("127.0.0.1", "localhost") + "/file";
                    exchange.getResponseHeaders().set("Location", there);
                    exchange.sendResponseHeaders(302, -1);
                    return true;
                });
                Fetcher fetcher = fetcher()) {
            fetcher.fetch(Mirrors.of(server.url().replace("http://", "http://user:pass@")), FILE)
                    .close();
            assertThat(seen).singleElement().satisfies(headers -> {
                assertThat(headers).doesNotContainKeys("Cookie", "Authorization");
                assertThat(headers.get("X-Fleet")).containsExactly("one");
            });
        }
    }

    @Test
    void are_in_no_message() throws IOException {
        try (FileServer server = record();
                Fetcher fetcher = fetcher()) {
            Mirrors mirrors = Mirrors.of(server.url().replace("http://", "http://user:pass@"));
            assertThat(mirrors).hasToString(server.url());
            assertThatThrownBy(() -> fetcher.fetch(mirrors, Fetcher.Request.of("none", 9)))
                    .hasMessageContaining(server.url() + "/none")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("pass"));
        }
    }
}
