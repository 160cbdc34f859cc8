package org.atomsmith.ostree.pull.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.atomsmith.ostree.pull.FileServer;
import org.atomsmith.tls.TlsOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fetcher under TLS: whom it trusts, who it says it is, and with which version of HTTP. */
class HttpsTest {
    private static final Fetcher.Request FILE = Fetcher.Request.of("file", Long.MAX_VALUE);

    @TempDir
    Path directory;

    private final byte[] content = new byte[2 << 20];
    private Path root;
    private Certificates ours;

    @BeforeEach
    void write() throws IOException {
        new Random(7).nextBytes(content);
        root = Files.createDirectory(directory.resolve("root"));
        Files.write(root.resolve("file"), content);
        ours = new Certificates(directory.resolve("ours"));
        ours.give("server", "IP:127.0.0.1");
    }

    private Fetcher fetcher(boolean http2, TlsOptions tls) throws IOException {
        HttpSettings settings = new HttpSettings(
                "test",
                List.of(),
                http2,
                HttpSettings.DEFAULT_RETRIES,
                HttpSettings.Stall.DEFAULT,
                Proxies.NONE,
                tls,
                Optional.empty());
        return new Fetcher(settings, Optional.of(directory));
    }

    private FileServer serve(HttpsServer server) {
        return new FileServer(root, (_, _) -> false, server);
    }

    private static TlsOptions trusting(Path authority) {
        return new TlsOptions(false, Optional.of(authority), Optional.empty(), Optional.empty());
    }

    private TlsOptions as(Certificates authority, String client) {
        return new TlsOptions(
                false,
                Optional.of(ours.authority()),
                Optional.of(authority.certificate(client)),
                Optional.of(authority.key(client)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trusts_the_authorities_of_the_remote_and_no_others(boolean http2) throws IOException {
        Certificates others = new Certificates(directory.resolve("others"));
        try (FileServer server = serve(ours.server("server", false));
                Fetcher trusting = fetcher(http2, trusting(ours.authority()));
                Fetcher distrusting = fetcher(http2, trusting(others.authority()));
                Fetcher plain = fetcher(http2, TlsOptions.DEFAULT)) {
            try (Fetched fetched = trusting.fetch(Mirrors.of(server.url()), FILE)) {
                assertThat(fetched.body().bytes()).isEqualTo(content);
            }
            assertThat(trusting.size(Mirrors.of(server.url()), "file")).isEqualTo(content.length);
            for (Fetcher fetcher : List.of(distrusting, plain)) {
                assertThatThrownBy(() -> fetcher.fetch(Mirrors.of(server.url()), FILE))
                        .hasMessageContaining("While fetching " + server.url() + "/file: TLS failed: ")
                        .hasMessageContaining("tls-ca-path");
            }
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refuses_a_certificate_for_another_host_unless_any_will_do(boolean http2) throws IOException {
        ours.give("elsewhere", "DNS:elsewhere.test");
        TlsOptions any = new TlsOptions(true, Optional.empty(), Optional.empty(), Optional.empty());
        try (FileServer server = serve(ours.server("elsewhere", false));
                Fetcher strict = fetcher(http2, trusting(ours.authority()));
                Fetcher permissive = fetcher(http2, any)) {
            assertThatThrownBy(() -> strict.fetch(Mirrors.of(server.url()), FILE))
                    .hasMessageContaining("TLS failed: ")
                    .hasMessageContaining("127.0.0.1");
            permissive.fetch(Mirrors.of(server.url()), FILE).close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void says_who_it_is_to_a_server_that_asks(boolean http2) throws IOException {
        ours.give("client", "DNS:client");
        Certificates others = new Certificates(directory.resolve("others"));
        others.give("stranger", "DNS:stranger");
        try (FileServer server = serve(ours.server("server", true));
                Fetcher client = fetcher(http2, as(ours, "client"));
                Fetcher stranger = fetcher(http2, as(others, "stranger"));
                Fetcher nobody = fetcher(http2, trusting(ours.authority()))) {
            try (Fetched fetched = client.fetch(Mirrors.of(server.url()), FILE)) {
                assertThat(fetched.body().bytes()).isEqualTo(content);
            }
            for (Fetcher fetcher : List.of(stranger, nobody)) {
                assertThatThrownBy(() -> fetcher.fetch(Mirrors.of(server.url()), FILE))
                        .hasMessageContaining("TLS failed: ")
                        .hasMessageContaining("tls-client-cert-path");
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void names_the_option_whose_file_is_missing_or_wrong() throws IOException {
        Path missing = directory.resolve("missing");
        Path wrong = Files.writeString(directory.resolve("wrong"), "no certificate");
        assertThatThrownBy(() -> fetcher(true, trusting(missing)))
                .hasMessage("tls-ca-path: there is no file " + missing);
        assertThatThrownBy(() -> fetcher(true, trusting(wrong)))
                .hasMessageContaining("tls-ca-path: " + wrong + " has no certificates in PEM");
        assertThatThrownBy(() -> fetcher(
                        true,
                        new TlsOptions(false, Optional.empty(), Optional.of(ours.authority()), Optional.of(missing))))
                .hasMessage("tls-client-key-path: there is no file " + missing);
        assertThatThrownBy(() ->
                        fetcher(true, new TlsOptions(false, Optional.empty(), Optional.empty(), Optional.of(missing))))
                .hasMessageContaining("tls-client-key-path is set without tls-client-cert-path");
    }

    /** nghttpd speaks HTTP/2 only, so a file that comes came by that. */
    @Test
    void speaks_http_2_where_the_server_does_unless_it_must_not() throws Exception {
        Path nghttpd = Path.of("/usr/sbin/nghttpd");
        Assumptions.assumeTrue(Files.isExecutable(nghttpd), nghttpd + " is missing: install nghttp2-server");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        nghttpd.toString(),
                        "-a127.0.0.1",
                        "-d" + root,
                        String.valueOf(port),
                        ours.key("server").toString(),
                        ours.certificate("server").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Mirrors mirrors = Mirrors.of("https://127.0.0.1:" + port);
        try (Fetcher both = fetcher(true, trusting(ours.authority()));
                Fetcher old = fetcher(false, trusting(ours.authority()))) {
            awaitListening(port);
            try (Fetched fetched = both.fetch(mirrors, FILE)) {
                assertThat(fetched.body().bytes()).isEqualTo(content);
            }
            assertThat(both.find(mirrors, Fetcher.Request.of("nothing", 10))).isEmpty();
            assertThatThrownBy(() -> old.fetch(mirrors, FILE)).isInstanceOf(FetchException.class);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void awaitListening(int port) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Socket _ = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(Duration.ofMillis(50));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void does_not_follow_into_the_clear(boolean http2) throws IOException {
        try (FileServer clear = new FileServer(root);
                FileServer server = new FileServer(
                        root,
                        (exchange, _) -> {
                            exchange.getResponseHeaders().set("Location", clear.url() + "/file");
                            exchange.sendResponseHeaders(301, -1);
                            return true;
                        },
                        ours.server("server", false));
                Fetcher fetcher = fetcher(http2, trusting(ours.authority()))) {
            assertThatThrownBy(() -> fetcher.fetch(Mirrors.of(server.url()), FILE))
                    .hasMessageContaining("HTTP 301 and leads to " + clear.url() + "/file, which is not secure");
            assertThat(clear.requests()).isEmpty();
        }
    }
}
