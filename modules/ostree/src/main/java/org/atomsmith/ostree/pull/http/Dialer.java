package org.atomsmith.ostree.pull.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.atomsmith.tls.TlsContext;

/** Opens connections that speak HTTP/1.1: in the clear or under TLS, to the server or through a proxy. Thread-safe. */
final class Dialer implements Closeable {
    private static final int OK = 200;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Proxies proxies;
    private final TlsContext tls;
    private final Duration connectTimeout;
    private final Duration readTimeout;
    /** Those that are being made, too: a server that is not there is not waited for when all is given up. */
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Dialer(Proxies proxies, TlsContext tls, Duration connectTimeout, Duration readTimeout) {
        this.proxies = proxies;
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
    }

    /** Connects to the server of an address. */
    Http1Connection dial(URI uri) throws IOException {
        Optional<URI> proxy = proxies.of(uri);
        boolean secure = uri.getScheme().equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        Socket socket = new Socket();
        open.add(socket);
        boolean done = false;
        try {
            if (closed) {
                throw new IOException("the transfer was given up");
            }
            socket.setTcpNoDelay(true);
            socket.connect(
                    proxy.isPresent()
                            ? new InetSocketAddress(proxy.get().getHost(), Proxies.port(proxy.get()))
                            : new InetSocketAddress(uri.getHost(), port),
                    (int) connectTimeout.toMillis());
            socket.setSoTimeout((int) readTimeout.toMillis());
            if (secure && proxy.isPresent()) {
                tunnel(socket, proxy.get(), uri.getHost() + ":" + port);
            }
            Http1Connection connection = secure
                    ? new Http1Connection(socket, encrypted(socket, uri.getHost(), port), Optional.empty())
                    : new Http1Connection(socket, socket, proxy);
            done = true;
            return connection;
        } finally {
            if (!done) {
                drop(socket);
            }
        }
    }

    /** Closes a connection. */
    void drop(Http1Connection connection) throws IOException {
        drop(connection.wire());
    }

    private void drop(Socket socket) throws IOException {
        open.remove(socket);
        socket.close();
    }

    /** Closes all connections and makes no more: whoever waits for a server fails at once. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (Socket socket : open) {
            drop(socket);
        }
    }

    private static void tunnel(Socket socket, URI proxy, String target) throws IOException {
        StringBuilder head = new StringBuilder("CONNECT ")
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(target)
                .append("\r\n");
        if (proxy.getUserInfo() != null) {
            head.append("Proxy-Authorization: ").append(Requests.basic(proxy)).append("\r\n");
        }
        // What the server says comes after its part of the handshake is asked for: nothing is read too far.
        int status = new Http1Connection(socket, socket, Optional.empty())
                .request(head.append("\r\n").toString())
                .status();
        if (status != OK) {
            URI named = Requests.withoutUser(proxy);
            throw new FetchException(
                    named,
                    status,
                    "proxy " + named + " returned HTTP " + status + " for a connection to " + target
                            + (status == 407 ? ": give it a user and a password in its URL" : ""));
        }
    }

    private SSLSocket encrypted(Socket socket, String host, int port) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        SSLSocket encrypted = (SSLSocket) tls.context().getSocketFactory().createSocket(socket, name, port, true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }
}
