package org.atomsmith.rpm.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {

    @Test
    void chooses_by_scheme_in_either_case() {
        Map<String, String> environment = Map.of("http_proxy", "http://plain:3128/", "HTTPS_PROXY", "secure:8080");
        assertThat(select(environment, "http://h/")).isEqualTo(proxy("plain", 3128));
        assertThat(select(environment, "https://h/")).isEqualTo(proxy("secure", 8080));
        assertThat(select(Map.of("all_proxy", "any"), "https://h/")).isEqualTo(proxy("any", 80));
        assertThat(select(Map.of("http_proxy", ""), "http://h/")).isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void no_proxy_names_hosts_and_domains() {
        Map<String, String> environment =
                Map.of("http_proxy", "p:1", "no_proxy", "localhost, .example.org,10.0.0.1:80 lan");
        for (String direct : List.of("localhost", "a.example.org", "example.org", "10.0.0.1", "x.lan")) {
            assertThat(select(environment, "http://" + direct + "/")).as(direct).isEqualTo(Proxy.NO_PROXY);
        }
        for (String through : List.of("badexample.org", "10.0.0.10", "localhost.org")) {
            assertThat(select(environment, "http://" + through + "/"))
                    .as(through)
                    .isEqualTo(proxy("p", 1));
        }
        assertThat(select(Map.of("http_proxy", "p:1", "no_proxy", "*"), "http://h/"))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void an_unusable_proxy_is_an_error_that_names_the_variable() {
        assertThatThrownBy(() -> select(Map.of("http_proxy", "socks5://h:1"), "http://h/"))
                .hasMessageContaining("http_proxy: 'socks5://h:1'");
    }

    private static Proxy select(Map<String, String> environment, String uri) {
        return new EnvironmentProxies(environment).select(URI.create(uri)).getFirst();
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }
}
