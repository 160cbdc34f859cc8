package org.atomsmith.ostree.pull.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomsmith.tls.TlsOptions;
import org.atomsmith.tls.TlsWords;

/**
 * How requests are made.
 *
 * @param userAgent the value of {@code User-Agent}
 * @param headers sent with every request
 * @param http2 whether HTTP/2 may be used where the server offers it over TLS
 * @param retries how often a request is made again after a failure that may pass
 * @param stall when a transfer counts as stalled
 * @param proxies through which requests go; the user information of one authenticates
 * @param tls whom to trust, and who the client is
 * @param cookies a file of cookies in Netscape's form
 */
public record HttpSettings(
        String userAgent,
        List<Header> headers,
        boolean http2,
        int retries,
        Stall stall,
        Proxies proxies,
        TlsOptions tls,
        Optional<Path> cookies) {

    /** How often a request is repeated when nobody says otherwise. */
    public static final int DEFAULT_RETRIES = 5;

    /** What the options of TLS are called in the configuration of a remote. */
    static final TlsWords TLS_WORDS =
            new TlsWords("the remote", "tls-ca-path", "tls-client-cert-path", "tls-client-key-path");

    /** A header of a request. */
    public record Header(String name, String value) {}

    /**
     * When a transfer counts as stalled: fewer bytes than these in each second of a time.
     *
     * @param bytesPerSecond the slowest rate that is good
     * @param patience how long it may be slower
     */
    public record Stall(long bytesPerSecond, Duration patience) {
        /** What libostree waits for. */
        public static final Stall DEFAULT = new Stall(1000, Duration.ofSeconds(30));
    }

    /** Copies the headers. */
    public HttpSettings {
        headers = List.copyOf(headers);
    }

    /** Settings with a user agent, and defaults. */
    public static HttpSettings of(String userAgent) {
        return new HttpSettings(
                userAgent,
                List.of(),
                true,
                DEFAULT_RETRIES,
                Stall.DEFAULT,
                Proxies.NONE,
                TlsOptions.DEFAULT,
                Optional.empty());
    }
}
