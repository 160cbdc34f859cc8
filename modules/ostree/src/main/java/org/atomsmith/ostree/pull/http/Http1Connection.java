package org.atomsmith.ostree.pull.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One connection that speaks HTTP/1.1, one request after the other. For many small files it takes a tenth of the work that
 * the JDK's client has with each.
 */
final class Http1Connection {
    private static final int BUFFER = 65_536;
    private static final int LONGEST_HEAD = 65_536;
    private static final int NOT_MODIFIED = 304;
    private static final int NO_CONTENT = 204;
    /** Answers like 103, which say that the answer is still to come. */
    private static final int MOST_INTERIM = 16;

    private final Socket wire;
    private final Optional<URI> proxy;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean reusable = true;

    /** Takes the next piece of the content. */
    @FunctionalInterface
    interface Taker {
        void take(ByteBuffer piece) throws IOException;
    }

    /**
     * Speaks over a socket that is connected.
     *
     * @param wire the socket of the network
     * @param socket the same, or one that encrypts what goes over it
     * @param proxy who passes requests on; empty when the other end is the server itself
     */
    Http1Connection(Socket wire, Socket socket, Optional<URI> proxy) throws IOException {
        this.wire = wire;
        this.proxy = proxy;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** What to close; under TLS without taking leave, which could wait for the other end. */
    Socket wire() {
        return wire;
    }

    /** Who passes requests on, and must be told the whole address; empty for the server itself. */
    Optional<URI> proxy() {
        return proxy;
    }

    /** Whether another request can follow: the answer before was read to its end, and neither side wants to close. */
    boolean isReusable() {
        return reusable && !wire.isClosed();
    }

    /** Sends a request's head, whole, with the empty line at its end; gives the answer's. */
    Answer request(String head) throws IOException {
        reusable = false;
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        Answer answer = head();
        for (int interim = 0; answer.status() < 200; interim++) {
            if (interim == MOST_INTERIM) {
                throw new IOException("the server says " + answer.status() + " again and again, and does not answer");
            }
            answer = head();
        }
        return answer;
    }

    private Answer head() throws IOException {
        String status = line(LONGEST_HEAD);
        String[] words = status.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("the server's answer is not HTTP/1.1: '" + status + "'");
        }
        try {
            return new Answer(Integer.parseInt(words[1]), headers());
        } catch (NumberFormatException e) {
            throw new IOException("the server's answer has no status: '" + status + "'", e);
        }
    }

    /** Reads headers up to the empty line; together they are no longer than a head may be. */
    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int left = LONGEST_HEAD;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left = Math.max(0, left - line.length() - 2);
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /**
     * Reads the content of an answer to its end.
     *
     * @throws IOException when the connection ends before
     */
    void content(Answer head, Taker taker) throws IOException {
        boolean close = closes(head);
        if (head.status() == NOT_MODIFIED || head.status() == NO_CONTENT) {
            reusable = !close;
            return;
        }
        if (head.header("transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
            chunks(taker);
        } else if (head.header("content-length").isPresent()) {
            take(number(head.header("content-length").get(), 10), taker);
        } else {
            while (fill()) {
                take(end - at, taker);
            }
            return;
        }
        reusable = !close;
    }

    /** The answer is one to {@code HEAD}: whatever its head says, nothing comes. */
    void noContent(Answer head) {
        reusable = !closes(head);
    }

    private static boolean closes(Answer head) {
        return head.header("connection").orElse("").equalsIgnoreCase("close");
    }

    private void chunks(Taker taker) throws IOException {
        while (true) {
            String size = line(LONGEST_HEAD);
            int semicolon = size.indexOf(';');
            long length = number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
            if (length == 0) {
                // Trailers say nothing that is needed.
                headers();
                return;
            }
            take(length, taker);
            line(2);
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the server's answer has the length '" + text + "'", e);
        }
        throw new IOException("the server's answer has the length '" + text + "'");
    }

    private void take(long length, Taker taker) throws IOException {
        long left = length;
        while (left > 0) {
            if (!fill()) {
                throw new EOFException("the connection was closed " + left + " bytes before the end");
            }
            int n = (int) Math.min(left, end - at);
            taker.take(ByteBuffer.wrap(buffer, at, n));
            at += n;
            left -= n;
        }
    }

    private String line(int longest) throws IOException {
        String line = "";
        while (true) {
            if (!fill()) {
                throw new EOFException("the connection was closed before the answer");
            }
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            line += new String(buffer, at, stop - at, StandardCharsets.ISO_8859_1);
            if (line.length() > longest) {
                throw new IOException("the head of the server's answer is longer than " + LONGEST_HEAD + " bytes");
            }
            at = stop;
            if (stop < end) {
                at++;
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
        }
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        int n = in.read(buffer, 0, buffer.length);
        at = 0;
        end = Math.max(0, n);
        return n > 0;
    }
}
