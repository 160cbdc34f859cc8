package org.atomsmith.ostree.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a directory over HTTP as a test wants it served: whole, in pieces, or not at all. */
public final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers a request. */
    @FunctionalInterface
    public interface Answer {
        /** Answers; false leaves it to the server. */
        boolean answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    /** A server that asks first for another answer. */
    public FileServer(Path root, Answer other) throws IOException {
        this(root, other, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** A server that was made elsewhere: one that speaks TLS, say. */
    public FileServer(Path root, Answer other, HttpServer server) {
        this.server = server;
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                requests.add(exchange.getRequestMethod() + " " + path);
                Path file = root.resolve(path.substring(1));
                byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
                if (!other.answer(exchange, content)) {
                    boolean there = Files.isRegularFile(file);
                    boolean head = exchange.getRequestMethod().equals("HEAD");
                    if (head && there) {
                        exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
                    }
                    exchange.sendResponseHeaders(there ? 200 : 404, head || content.length == 0 ? -1 : content.length);
                    if (!head && content.length > 0) {
                        exchange.getResponseBody().write(content);
                    }
                }
            }
        });
        server.start();
    }

    /** A server without faults. */
    public FileServer(Path root) throws IOException {
        this(root, (_, _) -> false);
    }

    /** Its address. */
    public String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** What was asked for: method and path. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
