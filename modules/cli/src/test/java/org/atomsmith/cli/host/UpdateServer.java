package org.atomsmith.cli.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Serves a directory over HTTP on loopback and counts what it serves; it can be told to die in the middle of a transfer. */
final class UpdateServer implements AutoCloseable {
    /** Where a guest of QEMU's user network finds this machine's loopback. */
    private static final String GUEST_SEES = "10.0.2.2";

    private final HttpServer server;
    private final Path root;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong patience = new AtomicLong(Long.MAX_VALUE);

    UpdateServer(Path root) throws IOException {
        this.root = root;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The address of a path, as a guest has to write it. */
    String url(String path) {
        return "http://" + GUEST_SEES + ":" + server.getAddress().getPort() + "/" + path;
    }

    /** The address of a path for programs of this machine. */
    String local(String path) {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/" + path;
    }

    /** How many requests were answered since it was asked last. */
    long requests() {
        return requests.getAndSet(0);
    }

    /** How many bytes of contents were sent since it was asked last. */
    long bytes() {
        return bytes.getAndSet(0);
    }

    /** Breaks every connection off once this many more bytes were sent; {@link Long#MAX_VALUE} is never. */
    void dieAfter(long more) {
        patience.set(more);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            Path file = root.resolve(exchange.getRequestURI().getPath().substring(1))
                    .normalize();
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            long size = Files.size(file);
            exchange.getResponseHeaders()
                    .set(
                            "ETag",
                            "\"" + size + "-" + Files.getLastModifiedTime(file).toMillis() + "\"");
            String known = exchange.getRequestHeaders().getFirst("If-None-Match");
            if (known != null && known.equals(exchange.getResponseHeaders().getFirst("ETag"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
            try (InputStream in = Files.newInputStream(file)) {
                send(in, exchange.getResponseBody());
            }
        }
    }

    private void send(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 14];
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
            if (patience.addAndGet(-n) < 0) {
                throw new IOException("told to die");
            }
            out.write(buffer, 0, n);
            bytes.addAndGet(n);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
