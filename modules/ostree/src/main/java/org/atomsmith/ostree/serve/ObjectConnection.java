package org.atomsmith.ostree.serve;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.ObjectNotFoundException;

/** One connection to the server: reads requests, one after the other, and answers them. */
final class ObjectConnection implements Closeable {
    private static final int LONGEST_HEAD = 8192;
    private static final int LEAVE_MILLIS = 1000;
    private static final int MOST_UNREAD = 1 << 16;

    /**
     * The one file beside objects. It is the same on each host, and says only what clients have to know: that what is
     * served has the form of an archive.
     */
    private static final String CONFIG = "[core]\nrepo_version=1\nmode=archive-z2\n";

    private final Socket socket;
    private final ServedObjects objects;
    private final ArchivedObjects archived;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] head = new byte[LONGEST_HEAD];
    private int filled;
    private volatile long moved = System.nanoTime();

    ObjectConnection(Socket socket, ServedObjects objects) throws IOException {
        this.socket = socket;
        this.objects = objects;
        this.archived = new ArchivedObjects(objects.repository());
        this.in = socket.getInputStream();
        this.out = new Watched(socket.getOutputStream());
    }

    /** Who is at the other end. */
    InetAddress address() {
        return socket.getInetAddress();
    }

    /** When something last went over it, by {@link System#nanoTime}. */
    long moved() {
        return moved;
    }

    /** Answers until the other end has no more to ask, or asks for what makes no sense. */
    void serve() throws IOException {
        boolean more = true;
        while (more) {
            Optional<String> request = head();
            more = request.isPresent() && answer(request.get());
        }
        takeLeave();
    }

    /** What the other end still sends is read for a moment: closed before, the connection would take the answer with it. */
    private void takeLeave() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(LEAVE_MILLIS);
        for (int left = MOST_UNREAD; left > 0; ) {
            int n = in.read(head);
            if (n < 0) {
                return;
            }
            left -= n;
        }
    }

    /** The next head, without the empty line at its end; empty when there are no more. */
    private Optional<String> head() throws IOException {
        int looked = 0;
        while (true) {
            for (int i = Math.max(0, looked - 3); i + 3 < filled; i++) {
                if (head[i] == '\r' && head[i + 1] == '\n' && head[i + 2] == '\r' && head[i + 3] == '\n') {
                    String text = new String(head, 0, i, StandardCharsets.ISO_8859_1);
                    filled -= i + 4;
                    System.arraycopy(head, i + 4, head, 0, filled);
                    // Not each byte counts: a head has to be whole in time.
                    moved = System.nanoTime();
                    return Optional.of(text);
                }
            }
            looked = filled;
            if (filled == head.length) {
                plain("431 Request Header Fields Too Large", false);
                return Optional.empty();
            }
            int n = in.read(head, filled, head.length - filled);
            if (n < 0) {
                return Optional.empty();
            }
            filled += n;
        }
    }

    /** Answers one request; false when the connection is of no more use. */
    private boolean answer(String text) throws IOException {
        String[] lines = text.split("\r\n", -1);
        Optional<ObjectRequest> request = ObjectRequest.parse(lines[0]);
        if (request.isEmpty()) {
            return plain("400 Bad Request", false);
        }
        boolean keep = true;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].toLowerCase(Locale.ROOT);
            if (line.startsWith("content-length:") || line.startsWith("transfer-encoding:")) {
                // Nothing that is asked here has content.
                return plain("400 Bad Request", false);
            }
            keep &= !(line.startsWith("connection:") && line.contains("close"));
        }
        String method = request.get().method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return plain("405 Method Not Allowed\r\nAllow: GET, HEAD", false);
        }
        boolean content = method.equals("GET");
        if (request.get().target().equals("/config")) {
            return whole(CONFIG.getBytes(StandardCharsets.UTF_8), content, keep);
        }
        Optional<ObjectName> name = request.get().object();
        return name.isPresent() ? object(name.get(), content, keep) : plain("404 Not Found", keep);
    }

    private boolean object(ObjectName name, boolean content, boolean keep) throws IOException {
        try {
            if (!objects.has(name)) {
                return plain("404 Not Found", keep);
            }
            if (archived.isSmall(name)) {
                return whole(archived.small(name), content, keep);
            }
            archived.verify(name);
        } catch (ObjectNotFoundException e) {
            return plain("404 Not Found", keep);
        } catch (CorruptObjectException e) {
            plain("500 Internal Server Error", false);
            throw e;
        }
        if (!content) {
            return head("200 OK", keep);
        }
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n"
                        + (keep ? "" : "Connection: close\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        ChunkedOutput chunks = new ChunkedOutput(out);
        archived.write(name, chunks);
        chunks.end();
        return keep;
    }

    /** Head and content go out together. */
    private boolean whole(byte[] bytes, boolean content, boolean keep) throws IOException {
        byte[] top = ("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + bytes.length
                        + "\r\n" + (keep ? "" : "Connection: close\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[top.length + (content ? bytes.length : 0)];
        System.arraycopy(top, 0, all, 0, top.length);
        System.arraycopy(bytes, 0, all, top.length, all.length - top.length);
        out.write(all);
        return keep;
    }

    /** An answer that has a status only. */
    private boolean plain(String status, boolean keep) throws IOException {
        return head(status + "\r\nContent-Length: 0", keep);
    }

    private boolean head(String lines, boolean keep) throws IOException {
        out.write(("HTTP/1.1 " + lines + "\r\n" + (keep ? "" : "Connection: close\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return keep;
    }

    /** Tells somebody who comes at a bad time to ask somebody else. */
    void refuse() throws IOException {
        plain("503 Service Unavailable", false);
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        archived.close();
        socket.close();
    }

    /** Ends it from another thread: whoever waits for its other end fails. */
    void cut() throws IOException {
        socket.close();
    }

    /** Notes when something went out; writes no more at once than the other end may take a while for. */
    private final class Watched extends OutputStream {
        private final OutputStream wire;

        Watched(OutputStream wire) {
            this.wire = wire;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int n = Math.min(length - done, LONGEST_HEAD * 2);
                wire.write(bytes, offset + done, n);
                moved = System.nanoTime();
                done += n;
            }
        }
    }
}
