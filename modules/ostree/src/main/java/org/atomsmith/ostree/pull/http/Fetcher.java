package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.tls.TlsContext;

/**
 * Fetches files. A request that fails in a way that may pass is made again, from where it broke off; then the next
 * mirror is asked. Thread-safe: each caller waits for its own file, and how many callers there are bounds the requests
 * that run at once.
 */
public final class Fetcher implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_REDIRECTIONS = 20;
    private static final int UNCHANGED = 304;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpSettings settings;
    private final Optional<Path> spool;
    private final Requests requests;
    private final Http1Client http1;
    private final JdkClient jdk;
    private final LongAdder transferred = new LongAdder();

    /**
     * A fetcher.
     *
     * @param spool the directory where large files are collected; empty to keep everything in memory
     * @throws IOException when a file that the settings name cannot be used
     */
    public Fetcher(HttpSettings settings, Optional<Path> spool) throws IOException {
        this.settings = settings;
        this.spool = spool;
        this.requests = new Requests(
                settings,
                settings.cookies().isPresent()
                        ? CookieFile.read(settings.cookies().get())
                        : CookieFile.none());
        TlsContext tls = TlsContext.of(settings.tls(), HttpSettings.TLS_WORDS);
        Dialer dialer = new Dialer(
                settings.proxies(), tls, CONNECT_TIMEOUT, settings.stall().patience());
        this.http1 = new Http1Client(dialer, settings.stall(), transferred);
        this.jdk = new JdkClient(tls, CONNECT_TIMEOUT, settings.stall(), transferred);
    }

    /** Bytes of content that have arrived so far. */
    public long bytesTransferred() {
        return transferred.sum();
    }

    /**
     * What is asked for.
     *
     * @param path below the mirrors' addresses
     * @param limit the most bytes that it may have
     * @param known the version that the caller has: the server need not send it again
     */
    public record Request(String path, long limit, Validators known) {
        /** A file of which the caller has nothing. */
        public static Request of(String path, long limit) {
            return new Request(path, limit, Validators.NONE);
        }
    }

    /**
     * Fetches a file.
     *
     * @throws FetchException when no mirror gives it
     */
    public Fetched fetch(Mirrors mirrors, Request request) throws IOException {
        FetchException last = null;
        for (URI base : mirrors.bases()) {
            try {
                return retrying(Mirrors.resolve(base, request.path), request);
            } catch (FetchException e) {
                last = last == null || last.isNotFound() ? e : last;
            }
        }
        if (last == null) {
            throw new IOException("no mirror to fetch " + request.path + " from");
        }
        throw last;
    }

    /** Fetches a file; empty when the mirrors say that there is none. */
    public Optional<Fetched> find(Mirrors mirrors, Request request) throws IOException {
        try {
            return Optional.of(fetch(mirrors, request));
        } catch (FetchException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The size of a file in bytes, without fetching it.
     *
     * @throws FetchException when no mirror has it, or says its size
     */
    public long size(Mirrors mirrors, String path) throws IOException {
        FetchException last = null;
        for (URI base : mirrors.bases()) {
            URI uri = Mirrors.resolve(base, path);
            for (int attempt = 1; ; attempt++) {
                try {
                    Answer answer = follow(
                            uri,
                            builder -> builder.method("HEAD", HttpRequest.BodyPublishers.noBody()),
                            new Body(Optional.empty(), 0));
                    refuse(uri, answer);
                    return answer.length()
                            .orElseThrow(() -> new FetchException(uri, 0, uri + ": the server does not say its size"));
                } catch (FetchException e) {
                    last = e;
                } catch (IOException e) {
                    last = failed(uri, e);
                }
                if (!last.mayPass() || attempt > settings.retries()) {
                    break;
                }
                Backoff.sleep(attempt, last.pause());
            }
        }
        throw last == null ? new IOException("no mirror has " + path) : last;
    }

    private Fetched retrying(URI uri, Request request) throws IOException {
        Body body = new Body(spool.map(directory -> directory.resolve(spoolName(uri))), request.limit);
        body.adopt();
        boolean done = false;
        try {
            for (int attempt = 1; ; attempt++) {
                long before = body.size();
                FetchException failure;
                try {
                    Fetched fetched = once(uri, request, body);
                    done = true;
                    return fetched;
                } catch (FetchException e) {
                    failure = e;
                } catch (BodyTooLargeException e) {
                    body.close();
                    throw new IOException(uri + ": " + e.getMessage(), e);
                } catch (IOException e) {
                    failure = failed(uri, e);
                }
                // A try that brought something does not count: a large file may need many of them.
                if (body.size() > before && settings.retries() > 0) {
                    attempt = Math.min(attempt, settings.retries());
                }
                if (!failure.mayPass() || attempt > settings.retries()) {
                    throw failure;
                }
                Backoff.sleep(attempt, failure.pause());
            }
        } finally {
            if (!done) {
                body.leave();
            }
        }
    }

    private Fetched once(URI uri, Request request, Body body) throws IOException {
        long from = body.size();
        Answer answer = follow(
                uri,
                builder -> {
                    request.known.etag().ifPresent(etag -> builder.header("If-None-Match", etag));
                    request.known.lastModified().ifPresent(date -> builder.header("If-Modified-Since", date));
                    if (from > 0) {
                        builder.header("Range", "bytes=" + from + "-");
                    }
                },
                body);
        int status = answer.status();
        if (status == RANGE_NOT_SATISFIABLE && from > 0 && isAll(answer, from)) {
            return new Fetched(uri, false, validators(answer), body);
        }
        if (status == RANGE_NOT_SATISFIABLE) {
            body.restart();
            throw new IOException("the server cannot go on at byte " + from);
        }
        if (status != UNCHANGED) {
            refuse(uri, answer);
        }
        return new Fetched(uri, status == UNCHANGED, validators(answer), body);
    }

    /** Asks, and asks where the answer leads to. */
    private Answer follow(URI uri, Consumer<HttpRequest.Builder> ask, Body body) throws IOException {
        URI at = uri;
        for (int hops = 0; hops <= MAX_REDIRECTIONS; hops++) {
            HttpRequest.Builder builder = requests.to(at, uri);
            ask.accept(builder);
            HttpRequest request = builder.build();
            boolean http2 = settings.http2()
                    && at.getScheme().equals("https")
                    && settings.proxies().of(at).isEmpty();
            Answer answer = http2 ? jdk.fetch(request, body) : http1.fetch(request, body);
            if (!answer.isRedirection()) {
                return answer;
            }
            at = target(at, answer);
        }
        throw new FetchException(
                uri, 310, Requests.withoutUser(uri) + ": the server leads from one address to the next");
    }

    private static URI target(URI from, Answer answer) throws IOException {
        String named = Requests.withoutUser(from) + ": Server returned HTTP " + answer.status();
        String location = answer.header("location").orElse("");
        URI to;
        try {
            to = from.resolve(new URI(location));
            Mirrors.parse(to.toString());
        } catch (URISyntaxException | IOException e) {
            throw new FetchException(
                    from, answer.status(), named + " and leads to '" + location + "', which is no address");
        }
        if (from.getScheme().equals("https") && to.getScheme().equals("http")) {
            throw new FetchException(
                    from,
                    answer.status(),
                    named + " and leads to " + Requests.withoutUser(to) + ", which is not secure");
        }
        return to;
    }

    /** The answer to a range that begins where the file ends: {@code Content-Range: bytes *}{@code /SIZE}. */
    private static boolean isAll(Answer answer, long size) {
        return answer.header("content-range").orElse("").equals("bytes */" + size);
    }

    private static void refuse(URI uri, Answer answer) throws FetchException {
        int status = answer.status();
        if (status != 200 && status != PARTIAL) {
            throw new FetchException(
                    uri,
                    status,
                    "While fetching " + Requests.withoutUser(uri) + ": Server returned HTTP " + status + reason(status),
                    answer.retryAfter(Instant.now()));
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 401, 407 -> " (give a user and a password in the URL, or a client certificate)";
            case 403 -> " (the server refuses it)";
            case 404, 410 -> " (there is no such file: look at the remote's URL, or ask who runs the server)";
            case 408 -> " Request Timeout";
            case 429 -> " (too many requests: try later)";
            case 500 -> " Internal Server Error";
            default -> status >= 500 ? " (the server has a problem: try later)" : "";
        };
    }

    private static FetchException failed(URI uri, IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String where = "While fetching " + Requests.withoutUser(uri) + ": ";
        Optional<String> refused = TlsContext.refusal(e, HttpSettings.TLS_WORDS);
        return refused.isPresent()
                ? new FetchException(uri, where + refused.get(), e, false)
                : new FetchException(uri, where + "Download incomplete: " + why, e, true);
    }

    private static Validators validators(Answer answer) {
        return new Validators(answer.header("etag"), answer.header("last-modified"));
    }

    /** One file for one address, so that a later process finds what an earlier one has of it. */
    private static String spoolName(URI uri) {
        return "fetch-"
                + Checksum.digest(uri.toString().getBytes(StandardCharsets.UTF_8))
                        .hex();
    }

    /** Gives up everything that is being fetched: whoever waits for it fails at once. */
    @Override
    public void close() throws IOException {
        jdk.close();
        http1.close();
    }
}
