package org.atomsmith.ostree.pull.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.pull.FileServer;
import org.atomsmith.tls.TlsOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy is chosen, and requests through it. */
class ProxiesTest {
    private static final Fetcher.Request FILE = Fetcher.Request.of("file", 100);
    /** user:secret. */
    private static final String CREDENTIALS = "Basic dXNlcjpzZWNyZXQ=";

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("file"), "content");
    }

    private static Fetcher fetcher(Proxies proxies, TlsOptions tls) throws IOException {
        HttpSettings settings = new HttpSettings(
                "test", List.of(), true, 1, HttpSettings.Stall.DEFAULT, proxies, tls, Optional.empty());
        return new Fetcher(settings, Optional.empty());
    }

    private static Proxies ofRemote(String proxy) throws IOException {
        return Proxies.of(Optional.of(proxy), Map.of());
    }

    /** As {@code curl -v} chooses with the same variables. */
    @ParameterizedTest
    @CsvSource({
        "http_proxy=a:1, http://host/, http://a:1",
        "http_proxy=a:1, https://host/, ",
        "HTTP_PROXY=a:1, http://host/, ",
        "https_proxy=http://a, https://host/, http://a",
        "HTTPS_PROXY=a:1/, https://host/, http://a:1",
        "all_proxy=a:1, https://host/, http://a:1",
        "http_proxy=a:1 no_proxy=*, http://host/, ",
        "http_proxy=a:1 no_proxy=x;host, http://host/, ",
        "http_proxy=a:1 no_proxy=x;host, http://sub.HOST:80/, ",
        "http_proxy=a:1 no_proxy=.host, http://sub.host/, ",
        "http_proxy=a:1 NO_PROXY=::1, http://[::1]:8/, ",
        "http_proxy=a:1 no_proxy=ost, http://host/, http://a:1",
    })
    void are_those_that_curl_takes(String variables, String address, String expected) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ")) {
            String[] pair = variable.split("=");
            environment.put(pair[0], pair[1].replace(';', ','));
        }
        assertThat(Proxies.of(Optional.empty(), environment).of(URI.create(address)))
                .isEqualTo(Optional.ofNullable(expected).map(URI::create));
    }

    @Test
    void that_cannot_be_spoken_to_are_refused() {
        assertThatThrownBy(() -> ofRemote("socks5://host:1")).hasMessageContaining("socks5://host: only proxies");
        assertThatThrownBy(() -> ofRemote("http://")).hasMessageContaining("proxy http://");
    }

    @Test
    void pass_on_requests_in_the_clear() throws IOException {
        try (FileServer server = new FileServer(directory);
                ProxyServer proxy = new ProxyServer(CREDENTIALS);
                Fetcher fetcher = fetcher(ofRemote("http://user:secret@" + proxy.address()), TlsOptions.DEFAULT);
                Fetcher unknown = fetcher(ofRemote(proxy.address()), TlsOptions.DEFAULT)) {
            try (Fetched fetched = fetcher.fetch(Mirrors.of(server.url()), FILE)) {
                assertThat(fetched.body().bytes()).asString().isEqualTo("content");
            }
            assertThat(proxy.asked()).containsExactly("GET " + server.url() + "/file HTTP/1.1");
            assertThatThrownBy(() -> unknown.fetch(Mirrors.of(server.url()), FILE))
                    .hasMessageContaining("HTTP 407 (give a user and a password");
        }
    }

    @Test
    void make_tunnels_for_tls() throws IOException {
        Certificates ours = new Certificates(directory.resolve("certificates"));
        ours.give("server", "IP:127.0.0.1");
        TlsOptions tls = new TlsOptions(false, Optional.of(ours.authority()), Optional.empty(), Optional.empty());
        try (FileServer server = new FileServer(directory, (_, _) -> false, ours.server("server", false));
                ProxyServer proxy = new ProxyServer(CREDENTIALS);
                Fetcher fetcher = fetcher(ofRemote("http://user:secret@" + proxy.address()), tls);
                Fetcher unknown = fetcher(ofRemote(proxy.address()), tls)) {
            for (int i = 0; i < 3; i++) {
                try (Fetched fetched = fetcher.fetch(Mirrors.of(server.url()), FILE)) {
                    assertThat(fetched.body().bytes()).asString().isEqualTo("content");
                }
            }
            // One connection for all.
            assertThat(proxy.asked())
                    .containsExactly("CONNECT " + server.url().substring("https://".length()) + " HTTP/1.1");
            assertThatThrownBy(() -> unknown.fetch(Mirrors.of(server.url()), FILE))
                    .hasMessageContaining("proxy http://" + proxy.address() + " returned HTTP 407")
                    .hasMessageContaining("give it a user and a password in its URL");
        }
    }
}
