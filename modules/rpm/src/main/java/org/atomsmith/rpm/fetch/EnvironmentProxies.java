package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses proxies as curl and apt do: by {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}
 * (either case). A {@code no_proxy} entry is {@code *}, a host, or a domain whose hosts all match.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return variable(scheme + "_proxy")
                .or(() -> variable("all_proxy"))
                .filter(address -> !direct(uri))
                .map(address -> List.of(proxy(scheme, address)))
                .orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The request itself fails and says so.
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    private boolean direct(URI uri) {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return variable("no_proxy").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                .map(entry -> entry.toLowerCase(Locale.ROOT)
                        .replaceFirst("^\\*?\\.", "")
                        .replaceFirst(":\\d+$", ""))
                .anyMatch(entry ->
                        entry.equals("*") || (!entry.isEmpty() && (host.equals(entry) || host.endsWith("." + entry))));
    }

    private static Proxy proxy(String scheme, String address) {
        URI proxy;
        try {
            proxy = URI.create(address.contains("://") ? address : "http://" + address);
        } catch (IllegalArgumentException e) {
            throw wrong(scheme, address);
        }
        if (proxy.getHost() == null || !"http".equalsIgnoreCase(proxy.getScheme())) {
            throw wrong(scheme, address);
        }
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port));
    }

    private static IllegalArgumentException wrong(String scheme, String address) {
        return new IllegalArgumentException("environment variable " + scheme + "_proxy: '" + address
                + "' is not the address of an HTTP proxy; write http://host:port");
    }
}
