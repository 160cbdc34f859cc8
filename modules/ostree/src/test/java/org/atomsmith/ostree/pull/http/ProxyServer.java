package org.atomsmith.ostree.pull.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy: passes requests in the clear on, one for each connection, and makes tunnels. */
public final class ProxyServer implements Closeable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String credentials;

    /** A proxy that wants this value of {@code Proxy-Authorization}; empty for an open one. */
    public ProxyServer(String credentials) throws IOException {
        this.credentials = credentials;
        Thread.ofVirtual().start(this::accept);
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The first line of each request. */
    public List<String> asked() {
        return asked;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            String first = in.readLine();
            asked.add(first);
            StringBuilder passedOn = new StringBuilder();
            boolean authorized = credentials.isEmpty();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Proxy-Authorization: ")) {
                    authorized |= line.endsWith(": " + credentials);
                } else {
                    passedOn.append(line).append("\r\n");
                }
            }
            OutputStream out = client.getOutputStream();
            if (!authorized) {
                out.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            String[] words = first.split(" ");
            boolean tunnel = words[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "tcp://" + words[1] : words[1]);
            try (Socket server = new Socket(target.getHost(), target.getPort())) {
                if (tunnel) {
                    out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    server.getOutputStream()
                            .write((words[0] + " " + target.getRawPath() + " HTTP/1.1\r\nConnection: close\r\n"
                                            + passedOn + "\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                }
                Thread back = Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
                back.join();
            }
        } catch (IOException e) {
            // The client sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went away; the other will, too.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
