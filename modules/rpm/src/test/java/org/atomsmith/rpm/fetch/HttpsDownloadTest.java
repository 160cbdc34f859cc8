package org.atomsmith.rpm.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.tls.TlsContext;
import org.atomsmith.tls.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants to know its clients, as those of subscriptions do. */
class HttpsDownloadTest {
    private static final byte[] CONTENT = "a package".getBytes(StandardCharsets.UTF_8);
    private static final Policy HASTY =
            new Policy(1, Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofSeconds(2));

    @TempDir
    Path temp;

    private HttpsServer server;

    /** Client and server are the authorities of each other and of themselves. */
    @BeforeEach
    void start() throws IOException {
        Fixtures.requireProgram("openssl");
        for (String name : List.of("server", "client", "stranger")) {
            RpmBuild.run(
                    temp,
                    List.of(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "2",
                            "-subj",
                            "/CN=" + name,
                            "-addext",
                            "subjectAltName=IP:127.0.0.1",
                            "-keyout",
                            name + ".key",
                            "-out",
                            name + ".pem"));
        }
        TlsContext known = TlsContext.of(
                new TlsOptions(
                        false,
                        Optional.of(file("client.pem")),
                        Optional.of(file("server.pem")),
                        Optional.of(file("server.key"))),
                TransferOptions.TLS_WORDS);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(known.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private Path file(String name) {
        return temp.resolve(name);
    }

    private Path fetch(TlsOptions tls) throws IOException {
        TransferOptions options = new TransferOptions(Optional.empty(), true, Optional.empty(), tls, Optional.empty());
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/p.rpm");
        Request request =
                new Request(List.of(address), DownloadCacheTest.sha256(CONTENT), CONTENT.length, "p").by(options);
        return new DownloadCache(file("cache"), false, HASTY, Map.of())
                .fetchAll(List.of(request), 1, EventSink.none())
                .get(request.sha256());
    }

    @Test
    void a_client_says_who_it_is() throws IOException {
        assertThat(fetch(new TlsOptions(
                        false,
                        Optional.of(file("server.pem")),
                        Optional.of(file("client.pem")),
                        Optional.of(file("client.key")))))
                .hasBinaryContent(CONTENT);
    }

    @Test
    void a_stranger_is_told_which_keys_say_who_it_is() {
        for (TlsOptions tls : List.of(
                new TlsOptions(false, Optional.of(file("server.pem")), Optional.empty(), Optional.empty()),
                new TlsOptions(
                        false,
                        Optional.of(file("server.pem")),
                        Optional.of(file("stranger.pem")),
                        Optional.of(file("stranger.key"))))) {
            assertThatThrownBy(() -> fetch(tls))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("sslclientcert and sslclientkey of the repository");
        }
    }

    @Test
    void a_server_that_the_system_does_not_know_is_refused_and_what_to_do_is_said() {
        assertThatThrownBy(() -> fetch(TlsOptions.DEFAULT)).hasMessageContaining("sslcacert of the repository");
        assertThatThrownBy(() ->
                        fetch(new TlsOptions(false, Optional.of(file("none.pem")), Optional.empty(), Optional.empty())))
                .hasMessageContaining("sslcacert: there is no file " + file("none.pem"));
    }
}
