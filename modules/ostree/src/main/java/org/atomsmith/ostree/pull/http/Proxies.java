package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which proxy a request goes through, as curl, which libostree uses, chooses it: the remote's own for everything, or else
 * {@code http_proxy}, {@code https_proxy} and {@code all_proxy} of the environment; none for the hosts of
 * {@code no_proxy}.
 *
 * @param http for addresses in the clear
 * @param https for addresses under TLS
 * @param exceptions hosts and domains that are reached without; {@code *} for all
 */
public record Proxies(Optional<URI> http, Optional<URI> https, List<String> exceptions) {
    /** curl's. */
    private static final int PORT = 1080;

    /** No proxy for anything. */
    public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

    /** Copies the exceptions. */
    public Proxies {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * What a remote and an environment ask for.
     *
     * @param ofRemote the remote's option {@code proxy}
     * @throws IOException when a proxy is none that speaks HTTP
     */
    public static Proxies of(Optional<String> ofRemote, Map<String, String> environment) throws IOException {
        Optional<String> all = first(environment, "all_proxy", "ALL_PROXY");
        // HTTP_PROXY is what a web server makes of a request's header "Proxy": nobody reads it.
        Optional<String> http =
                ofRemote.or(() -> first(environment, "http_proxy")).or(() -> all);
        Optional<String> https = ofRemote.or(() -> first(environment, "https_proxy", "HTTPS_PROXY"))
                .or(() -> all);
        List<String> exceptions = first(environment, "no_proxy", "NO_PROXY").stream()
                .flatMap(text -> Stream.of(text.split("[,\\s]+")))
                .filter(text -> !text.isEmpty())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .toList();
        return new Proxies(parse(http), parse(https), exceptions);
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Optional<URI> parse(Optional<String> text) throws IOException {
        String address = text.orElse("");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        String whole = address.contains("://") ? address : "http://" + address;
        try {
            URI uri = new URI(whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole);
            if (!uri.getScheme().equals("http")) {
                throw new IOException("proxy " + uri.getScheme() + "://" + uri.getHost()
                        + ": only proxies that are reached by http:// are supported");
            }
            if (uri.getHost() == null) {
                throw new IOException("proxy " + address + ": it names no host");
            }
            return Optional.of(uri);
        } catch (URISyntaxException e) {
            throw new IOException("proxy " + address + ": " + e.getReason(), e);
        }
    }

    /** The port of a proxy. */
    static int port(URI proxy) {
        return proxy.getPort() < 0 ? PORT : proxy.getPort();
    }

    /** The proxy for an address; empty when it is reached without. */
    Optional<URI> of(URI uri) {
        Optional<URI> proxy = uri.getScheme().equals("https") ? https : http;
        return proxy.isEmpty() || isException(uri.getHost().toLowerCase(Locale.ROOT)) ? Optional.empty() : proxy;
    }

    private boolean isException(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        for (String exception : exceptions) {
            String domain = exception.startsWith(".") ? exception.substring(1) : exception;
            if (exception.equals("*") || bare.equals(domain) || bare.endsWith("." + domain)) {
                return true;
            }
        }
        return false;
    }
}
