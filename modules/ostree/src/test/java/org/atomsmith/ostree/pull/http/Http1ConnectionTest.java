package org.atomsmith.ostree.pull.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers as servers send them, sound and not. */
class Http1ConnectionTest {
    private interface Use {
        void with(Http1Connection connection) throws IOException;
    }

    /** A connection whose other end says this, whatever it is asked, and hangs up. */
    private static void serving(String answer, Use use) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket other = server.accept()) {
            Thread speaker = Thread.ofVirtual().start(() -> {
                try {
                    other.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    other.shutdownOutput();
                } catch (IOException e) {
                    // The client has heard enough.
                }
            });
            use.with(new Http1Connection(socket, socket, Optional.empty()));
            speaker.interrupt();
        }
    }

    private static String content(Http1Connection connection, Answer answer) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        connection.content(answer, piece -> {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            content.write(bytes);
        });
        return content.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void waits_for_the_answer_after_those_that_only_announce_it() throws IOException {
        String answer = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        serving(answer, connection -> {
            Answer head = connection.request("GET / HTTP/1.1\r\n\r\n");
            assertThat(head.status()).isEqualTo(200);
            assertThat(content(connection, head)).isEqualTo("ok");
            assertThat(connection.isReusable()).isTrue();
        });
    }

    @Test
    void does_not_wait_for_ever_for_what_is_announced() throws IOException {
        serving(
                "HTTP/1.1 102 Processing\r\n\r\n".repeat(1000),
                connection -> assertThatThrownBy(() -> connection.request("GET / HTTP/1.1\r\n\r\n"))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("102 again and again"));
    }

    @Test
    void reads_chunks_and_what_trails_them() throws IOException {
        String answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nDigest: z\r\n\r\n";
        serving(answer, connection -> {
            Answer head = connection.request("GET / HTTP/1.1\r\n\r\n");
            assertThat(content(connection, head)).isEqualTo("abcd");
            assertThat(connection.isReusable()).isTrue();
        });
    }

    @Test
    void refuses_headers_without_an_end() throws IOException {
        String many = "X: y\r\n".repeat(20_000);
        serving(
                "HTTP/1.1 200 OK\r\n" + many,
                connection -> assertThatThrownBy(() -> connection.request("GET / HTTP/1.1\r\n\r\n"))
                        .hasMessageContaining("longer than 65536 bytes"));
        serving("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + many, connection -> {
            Answer head = connection.request("GET / HTTP/1.1\r\n\r\n");
            assertThatThrownBy(() -> content(connection, head)).hasMessageContaining("longer than 65536 bytes");
        });
    }

    @Test
    void tells_content_that_ends_early() throws IOException {
        serving("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", connection -> {
            Answer head = connection.request("GET / HTTP/1.1\r\n\r\n");
            assertThatThrownBy(() -> content(connection, head))
                    .hasMessage("the connection was closed 7 bytes before the end");
            assertThat(connection.isReusable()).isFalse();
        });
    }
}
