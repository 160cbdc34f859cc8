package org.atomsmith.ostree.pull.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.atomsmith.ostree.OstreeCommand;
import org.junit.jupiter.api.Assumptions;

/** Authorities, and certificates that they give: made by openssl, used by servers and clients of tests. */
public final class Certificates {
    private static final String PASSWORD = "password";

    private final Path directory;

    /** An authority of its own in a directory. */
    public Certificates(Path directory) throws IOException {
        Assumptions.assumeTrue(
                OstreeCommand.exitCode("openssl", "version") == 0, "the command openssl is not installed");
        this.directory = Files.createDirectories(directory);
        run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority"
                + " -keyout ca.key -out ca.pem");
    }

    /** The authority's certificate. */
    public Path authority() {
        return directory.resolve("ca.pem");
    }

    /** The certificate of a name. */
    public Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    /** The key of a name. */
    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** Gives a certificate; {@code alternative} is its subject's other name, such as {@code IP:127.0.0.1}. */
    public void give(String name, String alternative) throws IOException {
        Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=" + alternative + "\n");
        run("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name + " -keyout " + name
                + ".key -out " + name + ".csr");
        run("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile " + name
                + ".ext -out " + name + ".pem");
    }

    private void run(String command) {
        String[] words = ("openssl " + command).split(" ");
        for (int i = 0; i < words.length; i++) {
            boolean isFile = words[i].matches("[a-z]+[.](key|pem|csr|ext|p12)");
            words[i] = isFile ? directory.resolve(words[i]).toString() : words[i];
        }
        OstreeCommand.run(words);
    }

    /** A server that has the certificate of a name; when {@code clients}, it takes only this authority's clients. */
    public HttpsServer server(String name, boolean clients) throws IOException {
        run("pkcs12 -export -passout pass:" + PASSWORD + " -in " + name + ".pem -inkey " + name + ".key -out " + name
                + ".p12");
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore own = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
                own.load(in, PASSWORD.toCharArray());
            }
            keys.init(own, PASSWORD.toCharArray());
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            try (InputStream in = Files.newInputStream(authority())) {
                authorities.setCertificateEntry(
                        "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                    ssl.setNeedClientAuth(clients);
                    parameters.setSSLParameters(ssl);
                }
            });
            return server;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
