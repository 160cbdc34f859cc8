package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.tls.TlsContext;

/** Fetches under TLS, with HTTP/2 where the server speaks it. Thread-safe. */
final class JdkClient implements AutoCloseable {
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final TlsContext tls;
    private final Duration connectTimeout;
    private final HttpSettings.Stall stall;
    private final LongAdder transferred;
    /** Made when it is first asked for: it is large, and not always needed. */
    private Optional<HttpClient> client = Optional.empty();

    private boolean closed;

    JdkClient(TlsContext tls, Duration connectTimeout, HttpSettings.Stall stall, LongAdder transferred) {
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.stall = stall;
        this.transferred = transferred;
    }

    private synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException("the transfer was given up");
        }
        if (client.isEmpty()) {
            client = Optional.of(HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(connectTimeout)
                    .sslContext(tls.context())
                    .build());
        }
        return client.get();
    }

    /** Fetches into a body, which goes on from where it is when the server can. */
    Answer fetch(HttpRequest request, Body body) throws IOException {
        boolean head = request.method().equals("HEAD");
        HttpResponse.BodyHandler<Body> handler =
                info -> head ? HttpResponse.BodySubscribers.replacing(body) : receive(info, body);
        CompletableFuture<HttpResponse<Body>> response = client().sendAsync(request, handler);
        long seconds = Math.max(1, stall.patience().toSeconds());
        long before = body.size();
        while (true) {
            try {
                HttpResponse<Body> answer = response.get(seconds, TimeUnit.SECONDS);
                return new Answer(answer.statusCode(), headers(answer.headers()));
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
                throw new InterruptedIOException("interrupted while fetching " + request.uri());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            }
        }
    }

    /** Each by its name in lower case; of those that come twice, the first. */
    private static Map<String, String> headers(HttpHeaders headers) {
        Map<String, String> byName = new HashMap<>();
        headers.map().forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return byName;
    }

    private HttpResponse.BodySubscriber<Body> receive(HttpResponse.ResponseInfo info, Body body) {
        int status = info.statusCode();
        if (status != OK && status != PARTIAL) {
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

    @Override
    public synchronized void close() {
        closed = true;
        client.ifPresent(HttpClient::shutdownNow);
    }
}
