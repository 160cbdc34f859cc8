package org.atomsmith.ostree.pull.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;

/** Fetches over connections that are kept for the next request to the same server. Thread-safe. */
final class Http1Client implements Closeable {
    private static final int PARTIAL = 206;
    private static final int OK = 200;

    private final Dialer dialer;
    private final HttpSettings.Stall stall;
    private final LongAdder transferred;
    private final Map<String, ConcurrentLinkedDeque<Http1Connection>> idle = new ConcurrentHashMap<>();

    Http1Client(Dialer dialer, HttpSettings.Stall stall, LongAdder transferred) {
        this.dialer = dialer;
        this.stall = stall;
        this.transferred = transferred;
    }

    /** Fetches into a body, which goes on from where it is when the server can. */
    Answer fetch(HttpRequest request, Body body) throws IOException {
        URI uri = request.uri();
        ConcurrentLinkedDeque<Http1Connection> free = idle.computeIfAbsent(
                uri.getScheme() + "://" + uri.getRawAuthority(), _ -> new ConcurrentLinkedDeque<>());
        Optional<Http1Connection> kept = Optional.ofNullable(free.pollFirst());
        if (kept.isPresent()) {
            long before = body.size();
            try {
                return fetch(kept.get(), request, body, free);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // A kept connection may have been closed by the server meanwhile: that is no failure.
                if (e instanceof BodyTooLargeException
                        || body.size() != before
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return fetch(dialer.dial(uri), request, body, free);
    }

    private Answer fetch(
            Http1Connection connection, HttpRequest request, Body body, ConcurrentLinkedDeque<Http1Connection> free)
            throws IOException {
        boolean keep = false;
        try {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while fetching " + request.uri());
            }
            Answer answer = connection.request(text(request, connection.proxy(), body.size()));
            if (request.method().equals("HEAD")) {
                connection.noContent(answer);
            } else if (answer.status() == OK || answer.status() == PARTIAL) {
                body.begin(
                        answer.status() == PARTIAL,
                        answer.header("content-range").orElse(""));
                answer.length().ifPresent(length -> body.expect(body.size() + length));
                Watch watch = new Watch(stall);
                connection.content(answer, piece -> {
                    watch.count(piece.remaining());
                    transferred.add(piece.remaining());
                    body.append(piece);
                });
            } else {
                connection.content(answer, ByteBuffer::clear);
            }
            keep = connection.isReusable();
            return answer;
        } finally {
            if (keep) {
                free.addFirst(connection);
            } else {
                dialer.drop(connection);
            }
        }
    }

    /** A server that sends a byte now and then is as good as one that sends none. */
    private static final class Watch {
        private final HttpSettings.Stall stall;
        private long since = System.nanoTime();
        private long bytes;

        Watch(HttpSettings.Stall stall) {
            this.stall = stall;
        }

        void count(int more) throws IOException {
            bytes += more;
            long now = System.nanoTime();
            long nanos = stall.patience().toNanos();
            if (now - since > nanos) {
                if (bytes < stall.bytesPerSecond() * stall.patience().toSeconds()) {
                    throw new IOException("stalled: " + bytes + " bytes in "
                            + stall.patience().toSeconds() + " s");
                }
                since = now;
                bytes = 0;
            }
        }
    }

    private static String text(HttpRequest request, Optional<URI> proxy, long from) {
        URI uri = request.uri();
        StringBuilder text = new StringBuilder(256);
        text.append(request.method()).append(' ');
        if (proxy.isPresent()) {
            text.append("http://").append(uri.getRawAuthority());
        }
        text.append(uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            text.append('?').append(uri.getRawQuery());
        }
        text.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority()).append("\r\n");
        if (proxy.isPresent() && proxy.get().getUserInfo() != null) {
            text.append("Proxy-Authorization: ")
                    .append(Requests.basic(proxy.get()))
                    .append("\r\n");
        }
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append("\r\n")));
        if (from > 0 && request.headers().firstValue("Range").isEmpty()) {
            text.append("Range: bytes=").append(from).append("-\r\n");
        }
        return text.append("\r\n").toString();
    }

    @Override
    public void close() throws IOException {
        dialer.close();
    }
}
