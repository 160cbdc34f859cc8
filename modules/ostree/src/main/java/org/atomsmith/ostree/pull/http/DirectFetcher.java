package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.tls.TlsContext;
import org.atomsmith.tls.TlsOptions;

/**
 * Fetches from one server that nobody vouches for: in the clear, without a proxy, without going where it leads to, and
 * with one try. Thread-safe.
 */
public final class DirectFetcher implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final URI base;
    private final String userAgent;
    private final Path spool;
    private final Http1Client client;
    private final LongAdder transferred = new LongAdder();

    /**
     * A fetcher.
     *
     * @param base where the server's files are, {@code http://}
     * @param connect how long it may take to answer at all
     * @param stall when a transfer counts as stalled
     * @param spool the directory where large files are collected
     */
    public DirectFetcher(URI base, String userAgent, Duration connect, HttpSettings.Stall stall, Path spool)
            throws IOException {
        if (!"http".equals(base.getScheme()) || base.getHost() == null) {
            throw new IOException(
                    "'" + base + "' is no address of a server in the local network: expected" + " http://HOST:PORT");
        }
        this.base = base;
        this.userAgent = userAgent;
        this.spool = spool;
        Dialer dialer = new Dialer(
                Proxies.NONE, TlsContext.of(TlsOptions.DEFAULT, HttpSettings.TLS_WORDS), connect, stall.patience());
        this.client = new Http1Client(dialer, stall, transferred);
    }

    /** Bytes of content that have arrived so far. */
    public long bytesTransferred() {
        return transferred.sum();
    }

    /**
     * Fetches a file.
     *
     * @param limit the most bytes that it may have
     * @return empty when the server has none
     * @throws IOException for any other answer
     */
    public Optional<Fetched> find(String path, long limit) throws IOException {
        URI uri = Mirrors.resolve(base, path);
        String name = "fetch-"
                + Checksum.digest(uri.toString().getBytes(StandardCharsets.UTF_8))
                        .hex();
        Body body = new Body(Optional.of(spool.resolve(name)), limit);
        boolean found = false;
        try {
            // What an earlier process left need not be of the same stream.
            body.adopt();
            body.restart();
            Answer answer = client.fetch(
                    HttpRequest.newBuilder(uri).header("User-Agent", userAgent).build(), body);
            if (answer.status() == NOT_FOUND) {
                return Optional.empty();
            }
            if (answer.status() != OK) {
                throw new IOException("it answers with status " + answer.status());
            }
            found = true;
            return Optional.of(new Fetched(uri, false, Validators.NONE, body));
        } finally {
            if (!found) {
                body.close();
            }
        }
    }

    /** Gives up everything that is being fetched: whoever waits for it fails at once. */
    @Override
    public void close() throws IOException {
        client.close();
    }
}
