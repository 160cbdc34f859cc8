package org.atomsmith.rpm.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP server on the loopback interface that behaves as badly as it is told to. */
public final class Mirror implements AutoCloseable {
    public final List<String> log = new CopyOnWriteArrayList<>();
    public final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final CountDownLatch closing = new CountDownLatch(1);
    volatile int failFirst;
    public volatile int status = 200;
    volatile long cutAfter = -1;
    volatile long hangAfter = -1;
    volatile int millisPerChunk;
    volatile boolean ranges = true;
    volatile boolean etags;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** Starts it. */
    public Mirror() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The address of a path on it. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        log.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
        byte[] file = files.get(exchange.getRequestURI().getPath());
        String etag = file == null ? "" : "\"" + java.util.Arrays.hashCode(file) + "\"";
        if (failFirst > 0) {
            failFirst--;
            answer(exchange, 503);
        } else if (status != 200) {
            answer(exchange, status);
        } else if (file == null) {
            answer(exchange, 404);
        } else if (etags && etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            answer(exchange, 304);
        } else {
            if (etags) {
                exchange.getResponseHeaders().add("ETag", etag);
            }
            int from = ranges && range != null ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
            if (from > 0 && from >= file.length) {
                answer(exchange, 416);
                return;
            }
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
            body(exchange, file, from);
        }
    }

    private void body(HttpExchange exchange, byte[] file, int from) throws IOException {
        OutputStream out = exchange.getResponseBody();
        for (int at = from; at < file.length; ) {
            int n = Math.min(8192, file.length - at);
            out.write(file, at, n);
            at += n;
            if (cutAfter >= 0 && at - from >= cutAfter) {
                out.flush();
                exchange.close();
                return;
            }
            if (hangAfter >= 0 && at - from >= hangAfter || millisPerChunk > 0) {
                out.flush();
                pause(hangAfter >= 0 ? 60_000 : millisPerChunk);
            }
        }
        exchange.close();
    }

    private void pause(long millis) {
        try {
            closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
