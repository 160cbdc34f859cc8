package org.atomsmith.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that asks for a token, breaks connections, and sends to another host for blobs. */
class RegistryClientTest {
    @TempDir
    private Path tmp;

    private final byte[] blob = new byte[300_000];
    private final List<String> seen = new ArrayList<>();
    private HttpServer server;
    private Credentials credentials;
    private boolean breaks;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(blob);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/v2/", this::registry);
        server.createContext("/storage/", this::storage);
        server.start();
        Path file = tmp.resolve("auth.json");
        String auth = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, "{\"auths\":{\"" + host() + "/example\":{\"auth\":\"" + auth + "\"}}}");
        credentials = new Credentials(List.of(tmp.resolve("missing.json"), file));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        boolean known =
                "Basic dXNlcjpzZWNyZXQ=".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        seen.add("token " + exchange.getRequestURI().getQuery());
        answer(exchange, known ? 200 : 401, known ? "{\"token\":\"T\"}".getBytes(StandardCharsets.UTF_8) : new byte[0]);
    }

    private void registry(HttpExchange exchange) throws IOException {
        if (!"Bearer T".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + host()
                                    + "/token\",service=\"here\",scope=\"repository:example/os:pull\"");
            answer(exchange, 401, new byte[0]);
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (path.contains("/blobs/")) {
            exchange.getResponseHeaders()
                    .set("Location", "http://localhost:" + server.getAddress().getPort() + "/storage/x");
            answer(exchange, 307, new byte[0]);
        } else {
            answer(exchange, 200, index());
        }
    }

    private void storage(HttpExchange exchange) throws IOException {
        seen.add("storage " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Range"));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
        byte[] rest = Arrays.copyOfRange(blob, from, blob.length);
        if (breaks && from == 0) {
            exchange.sendResponseHeaders(200, rest.length);
            exchange.getResponseBody().write(rest, 0, 100_000);
            exchange.getResponseBody().flush();
            exchange.close();
            return;
        }
        answer(exchange, from == 0 ? 200 : 206, rest);
    }

    private static byte[] index() {
        Json amd = new Descriptor(Manifest.TYPE, Digest.of(new byte[1]), 1).json();
        return new Json()
                .with("manifests", List.of(amd.with("platform", Map.of("os", "plan9", "architecture", "vax"))))
                .toBytes();
    }

    private RegistryClient client() throws OciException {
        return new RegistryClient(ImageName.parse(host() + "/example/os:stable"), credentials);
    }

    private Descriptor descriptor() {
        return new Descriptor(Manifest.LAYER_TYPE, Digest.of(blob), blob.length);
    }

    @Test
    void gets_a_token_and_does_not_tell_it_to_the_host_that_has_the_blobs() throws IOException {
        try (InputStream in = client().blob(descriptor())) {
            assertThat(in.readAllBytes()).isEqualTo(blob);
        }
        assertThat(seen).containsExactly("token service=here&scope=repository:example/os:pull", "storage null null");
    }

    @Test
    void goes_on_where_a_connection_broke() throws IOException {
        breaks = true;
        try (InputStream in = client().blob(descriptor())) {
            assertThat(in.readAllBytes()).isEqualTo(blob);
        }
        assertThat(seen).hasSize(3);
        assertThat(seen.getLast()).startsWith("storage null bytes=").isNotEqualTo("storage null bytes=0-");
    }

    @Test
    void refuses_content_that_is_not_what_was_asked_for() throws IOException {
        Descriptor other = new Descriptor(Manifest.LAYER_TYPE, Digest.of(new byte[3]), blob.length);
        try (InputStream in = client().blob(other)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(OciException.class)
                    .hasMessageContaining("expected sha256:");
        }
        Descriptor shorter = new Descriptor(Manifest.LAYER_TYPE, Digest.of(blob), 1000);
        try (InputStream in = client().blob(shorter)) {
            assertThatThrownBy(in::readAllBytes).hasMessageContaining("is longer than the 1000 bytes");
        }
    }

    @Test
    void says_for_which_machines_there_are_images() {
        assertThatThrownBy(() -> Image.find(client(), "stable", new Platform("linux", "amd64")))
                .hasMessage("'stable' has no image for linux/amd64, only for plan9/vax");
    }

    @Test
    void says_what_to_do_when_nobody_says_who_we_are() {
        RegistryClient nobody;
        try {
            nobody = new RegistryClient(ImageName.parse(host() + "/example/os"), Credentials.NONE);
        } catch (OciException e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(() -> nobody.document("latest")).hasMessageContaining("gives no token for example/os");
    }
}
