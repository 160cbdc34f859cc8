package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.atomsmith.ostree.object.Checksum;

/**
 * Fetches files. A request that fails in a way that may pass is made again, from where it broke off; then the next
 * mirror is asked. Thread-safe: each caller waits for its own file, and how many callers there are bounds the requests
 * that run at once.
 */
public final class Fetcher implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int PROXY_PORT = 8080;
    private static final int UNCHANGED = 304;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpSettings settings;
    private final Optional<Path> spool;
    private final CookieFile cookies;
    private final Optional<PlainClient> plain;
    private final Once<HttpClient> client;
    private final LongAdder transferred = new LongAdder();

    /**
     * A fetcher.
     *
     * @param spool the directory where large files are collected; empty to keep everything in memory
     */
    public Fetcher(HttpSettings settings, Optional<Path> spool) throws IOException {
        this.settings = settings;
        this.spool = spool;
        this.cookies = settings.cookies().isPresent()
                ? CookieFile.read(settings.cookies().get())
                : CookieFile.none();
        this.plain = settings.proxy().isEmpty()
                ? Optional.of(new PlainClient(CONNECT_TIMEOUT, settings.stall(), transferred))
                : Optional.empty();
        Optional<SSLContext> tls = TlsContext.of(settings.tls());
        this.client = new Once<>(() -> client(settings, tls));
    }

    private static HttpClient client(HttpSettings settings, Optional<SSLContext> tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT);
        settings.proxy()
                .ifPresent(proxy -> builder.proxy(ProxySelector.of(
                        new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? PROXY_PORT : proxy.getPort()))));
        tls.ifPresent(builder::sslContext);
        return builder.build();
    }

    /** Makes something when it is first asked for: the JDK's client is large, and not always needed. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private Optional<T> made = Optional.empty();

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized T get() {
            if (made.isEmpty()) {
                made = Optional.of(maker.get());
            }
            return made.get();
        }

        synchronized Optional<T> ifMade() {
            return made;
        }
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
                    HttpResponse<Void> response = client.get()
                            .send(
                                    request(uri)
                                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding());
                    refuse(uri, response.statusCode());
                    return response.headers()
                            .firstValueAsLong("Content-Length")
                            .orElseThrow(() -> new FetchException(uri, 0, uri + ": the server does not say its size"));
                } catch (FetchException e) {
                    last = e;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while asking for the size of " + uri);
                } catch (IOException e) {
                    last = failed(uri, e);
                }
                if (!last.mayPass() || attempt > settings.retries()) {
                    break;
                }
                Backoff.sleep(attempt, Duration.ZERO);
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
                Backoff.sleep(attempt, Duration.ZERO);
            }
        } finally {
            if (!done) {
                body.leave();
            }
        }
    }

    private Fetched once(URI uri, Request request, Body body) throws IOException {
        HttpRequest.Builder builder = request(uri).GET();
        request.known.etag().ifPresent(etag -> builder.header("If-None-Match", etag));
        request.known.lastModified().ifPresent(date -> builder.header("If-Modified-Since", date));
        long from = body.size();
        if (from > 0) {
            builder.header("Range", "bytes=" + from + "-");
        }
        PlainClient.Answer answer = send(uri, builder.build(), body, from);
        int status = answer.status();
        if (status == RANGE_NOT_SATISFIABLE && from > 0 && isAll(answer.headers(), from)) {
            return new Fetched(uri, false, validators(answer.headers()), body);
        }
        if (status == RANGE_NOT_SATISFIABLE) {
            body.restart();
            throw new IOException("the server cannot go on at byte " + from);
        }
        if (status != UNCHANGED) {
            refuse(uri, status);
        }
        return new Fetched(uri, status == UNCHANGED, validators(answer.headers()), body);
    }

    private PlainClient.Answer send(URI uri, HttpRequest request, Body body, long from) throws IOException {
        if (plain.isPresent() && uri.getScheme().equals("http")) {
            PlainClient.Answer answer = plain.get().fetch(request, body);
            if (!answer.isRedirection()) {
                return answer;
            }
        }
        HttpResponse<Body> response = sendByJdk(uri, request, body, from);
        return new PlainClient.Answer(response.statusCode(), response.headers());
    }

    /** The answer to a range that begins where the file ends: {@code Content-Range: bytes *}{@code /SIZE}. */
    private static boolean isAll(HttpHeaders headers, long size) {
        return headers.firstValue("Content-Range").orElse("").equals("bytes */" + size);
    }

    private HttpResponse<Body> sendByJdk(URI uri, HttpRequest request, Body body, long from) throws IOException {
        HttpResponse.BodyHandler<Body> handler = info -> receive(info, body);
        CompletableFuture<HttpResponse<Body>> response = client.get().sendAsync(request, handler);
        HttpSettings.Stall stall = settings.stall();
        long seconds = Math.max(1, stall.patience().toSeconds());
        long before = from;
        while (true) {
            try {
                return response.get(seconds, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                long now = body.size();
                if (now - before < stall.bytesPerSecond() * seconds) {
                    response.cancel(true);
                    throw new IOException(
                            "stalled: fewer than " + stall.bytesPerSecond() + " bytes per second for " + seconds + " s",
                            e);
                }
                before = now;
            } catch (InterruptedException e) {
                response.cancel(true);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while fetching " + uri);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            }
        }
    }

    private HttpResponse.BodySubscriber<Body> receive(HttpResponse.ResponseInfo info, Body body) {
        int status = info.statusCode();
        if (status != 200 && status != PARTIAL) {
            return HttpResponse.BodySubscribers.replacing(body);
        }
        try {
            body.begin(
                    status == PARTIAL,
                    info.headers().firstValue("Content-Range").orElse(""));
            info.headers().firstValueAsLong("Content-Length").ifPresent(length -> body.expect(body.size() + length));
        } catch (IOException e) {
            BodyReceiver failed = new BodyReceiver(body, transferred);
            failed.onError(e);
            return failed;
        }
        return new BodyReceiver(body, transferred);
    }

    private HttpRequest.Builder request(URI uri) throws IOException {
        boolean http2 = settings.http2() && uri.getScheme().equals("https");
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(withoutUser(uri))
                    .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                    .header("User-Agent", settings.userAgent());
            if (uri.getUserInfo() != null) {
                builder.header("Authorization", basic(uri.getUserInfo()));
            }
            if (settings.proxy().isPresent() && settings.proxy().get().getUserInfo() != null) {
                builder.header(
                        "Proxy-Authorization", basic(settings.proxy().get().getUserInfo()));
            }
            String cookie = cookies.header(uri);
            if (!cookie.isEmpty()) {
                builder.header("Cookie", cookie);
            }
            settings.headers().forEach(header -> builder.header(header.name(), header.value()));
            return builder;
        } catch (IllegalArgumentException e) {
            throw new IOException(uri + ": " + e.getMessage(), e);
        }
    }

    private static URI withoutUser(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return uri;
        }
        String text = uri.toString();
        int at = text.indexOf(uri.getRawUserInfo() + "@");
        return URI.create(
                text.substring(0, at) + text.substring(at + uri.getRawUserInfo().length() + 1));
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(URI uri, int status) throws FetchException {
        if (status != 200 && status != PARTIAL) {
            throw new FetchException(
                    uri,
                    status,
                    "While fetching " + withoutUser(uri) + ": Server returned HTTP " + status + reason(status));
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
        return new FetchException(uri, "While fetching " + withoutUser(uri) + ": Download incomplete: " + why, e);
    }

    private static Validators validators(HttpHeaders headers) {
        return new Validators(headers.firstValue("ETag"), headers.firstValue("Last-Modified"));
    }

    /** One file for one address, so that a later process finds what an earlier one has of it. */
    private static String spoolName(URI uri) {
        return "fetch-"
                + Checksum.digest(uri.toString().getBytes(StandardCharsets.UTF_8))
                        .hex();
    }

    @Override
    public void close() throws IOException {
        client.ifMade().ifPresent(HttpClient::shutdownNow);
        if (plain.isPresent()) {
            plain.get().close();
        }
    }
}
