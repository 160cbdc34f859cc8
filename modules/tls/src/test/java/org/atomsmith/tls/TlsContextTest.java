package org.atomsmith.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsContextTest {
    private static final TlsWords WORDS = new TlsWords("the test", "ca", "cert", "key");

    @TempDir
    Path temp;

    @BeforeEach
    void certificates() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "the program openssl is not installed");
        certificate("server", "rsa:2048");
    }

    private Path file(String name) {
        return temp.resolve(name);
    }

    private void certificate(String name, String algorithm) throws Exception {
        openssl("req -x509 -newkey " + algorithm + " -nodes -days 2 -subj /CN=" + name
                + " -addext subjectAltName=IP:127.0.0.1 -keyout " + name + ".key -out " + name + ".pem");
    }

    private void openssl(String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private SSLContext server(String name) throws IOException {
        return TlsContext.of(options(Optional.empty(), name + ".pem", name + ".key"), WORDS)
                .context();
    }

    private TlsOptions options(Optional<Path> authorities, String certificate, String key) {
        return new TlsOptions(false, authorities, Optional.of(file(certificate)), Optional.of(file(key)));
    }

    private static TlsOptions trusting(Path authorities) {
        return new TlsOptions(false, Optional.of(authorities), Optional.empty(), Optional.empty());
    }

    /** Has a client and a server talk. */
    private static void talk(SSLContext server, SSLContext client) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SSLServerSocket listening =
                        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            Future<Integer> answer = threads.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.getOutputStream().write(7);
                    return 0;
                } catch (IOException e) {
                    return 1;
                }
            });
            try (SSLSocket socket = (SSLSocket)
                    client.getSocketFactory().createSocket(loopback.getHostAddress(), listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                assertThat(socket.getInputStream().read()).isEqualTo(7);
            }
            assertThat(answer.get()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ed25519"})
    void trusts_the_authorities_that_are_named(String algorithm) throws Exception {
        certificate("other", algorithm);

        talk(server("other"), TlsContext.of(trusting(file("other.pem")), WORDS).context());

        assertThatThrownBy(() -> talk(
                        server("other"),
                        TlsContext.of(trusting(file("server.pem")), WORDS).context()))
                .isInstanceOfSatisfying(
                        SSLException.class,
                        e -> assertThat(TlsContext.refusal(e, WORDS))
                                .hasValueSatisfying(
                                        text -> assertThat(text).contains("is it the right server? ca of the test")));
    }

    /** A runtime need not have authorities of its own. */
    @Test
    void trusts_the_authorities_of_the_system_where_none_are_named() throws Exception {
        List<Path> system = List.of(file("none"), file("server.pem"));

        talk(server("server"), new TlsContext(TlsOptions.DEFAULT, WORDS, system).context());
    }

    @Test
    void trusts_every_server_when_told_to() throws Exception {
        talk(
                server("server"),
                TlsContext.of(new TlsOptions(true, Optional.empty(), Optional.empty(), Optional.empty()), WORDS)
                        .context());
    }

    @Test
    void a_key_may_be_in_the_file_of_its_certificate() throws Exception {
        Files.writeString(
                file("both.pem"), Files.readString(file("server.pem")) + Files.readString(file("server.key")));
        TlsOptions both = new TlsOptions(false, Optional.empty(), Optional.of(file("both.pem")), Optional.empty());

        talk(
                TlsContext.of(both, WORDS).context(),
                TlsContext.of(trusting(file("server.pem")), WORDS).context());
    }

    @Test
    void names_the_key_whose_file_is_not_what_it_should_be() throws Exception {
        openssl("pkcs8 -topk8 -passout pass:p -in server.key -out secret.key");
        openssl("rsa -traditional -in server.key -out old.key");
        Files.writeString(file("wrong"), "nothing");
        Files.writeString(file("torn.key"), "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n");

        assertRefused(trusting(file("missing")), "ca: there is no file " + file("missing"));
        assertRefused(trusting(file("wrong")), "ca: " + file("wrong") + " has no certificates in PEM");
        assertRefused(options(Optional.empty(), "wrong", "server.key"), "cert: " + file("wrong"));
        assertRefused(options(Optional.empty(), "server.pem", "missing"), "key: there is no file");
        assertRefused(options(Optional.empty(), "server.pem", "secret.key"), "is protected by a passphrase");
        assertRefused(options(Optional.empty(), "server.pem", "old.key"), "expected a key in PKCS #8 PEM");
        assertRefused(options(Optional.empty(), "server.pem", "torn.key"), "key: " + file("torn.key"));
        assertRefused(
                new TlsOptions(false, Optional.empty(), Optional.empty(), Optional.of(file("server.key"))),
                "key is set without cert: set both");
    }

    private static void assertRefused(TlsOptions options, String message) {
        assertThatThrownBy(() -> TlsContext.of(options, WORDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
