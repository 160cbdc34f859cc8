package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The TLS context that a remote's configuration asks for. Thread-safe. */
final class TlsContext {
    private static final char[] NO_PASSWORD = new char[0];
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** Where distributions keep the authorities that the system trusts. */
    private static final List<Path> SYSTEM_AUTHORITIES = List.of(
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    private final HttpSettings.Tls tls;
    private Optional<SSLContext> made = Optional.empty();

    private TlsContext(HttpSettings.Tls tls) {
        this.tls = tls;
    }

    /**
     * The context of some settings. The files that they name are read now; those of the system when they are needed.
     *
     * @throws IOException when a file is not what it should be
     */
    static TlsContext of(HttpSettings.Tls tls) throws IOException {
        TlsContext context = new TlsContext(tls);
        if (!tls.equals(HttpSettings.Tls.DEFAULT)) {
            context.context();
        }
        return context;
    }

    synchronized SSLContext context() throws IOException {
        if (made.isEmpty()) {
            made = Optional.of(make());
        }
        return made.get();
    }

    private SSLContext make() throws IOException {
        if (tls.key().isPresent() && tls.certificate().isEmpty()) {
            throw new IOException("tls-client-key-path is set without tls-client-cert-path: set both");
        }
        try {
            KeyManager[] client = tls.certificate().isPresent()
                    ? client(
                            tls.certificate().get(),
                            tls.key().orElse(tls.certificate().get()))
                    : new KeyManager[0];
            TrustManager[] trust = new TrustManager[0];
            if (tls.permissive()) {
                trust = new TrustManager[] {new TrustEverything()};
            } else if (tls.authorities().isPresent()) {
                trust = authorities(tls.authorities().get(), "tls-ca-path");
            } else {
                Optional<Path> system =
                        SYSTEM_AUTHORITIES.stream().filter(Files::isReadable).findFirst();
                if (system.isPresent()) {
                    trust = authorities(system.get(), "the system's authorities");
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client.length == 0 ? null : client, trust.length == 0 ? null : trust, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("setting up TLS: " + e.getMessage(), e);
        }
    }

    /** Why no connection under TLS came to be, and what to do; empty for another failure, which may pass. */
    static Optional<String> refusal(IOException failure) {
        String why = String.valueOf(failure.getMessage());
        if (!(failure instanceof SSLException)
                || !(failure instanceof SSLHandshakeException
                        || failure instanceof SSLPeerUnverifiedException
                        || why.contains("fatal alert"))) {
            return Optional.empty();
        }
        return Optional.of("TLS failed: " + why
                + (why.contains("fatal alert")
                        ? " (the server ended it: if it wants to know its clients, tls-client-cert-path and"
                                + " tls-client-key-path of the remote name a certificate that it trusts)"
                        : " (is it the right server? tls-ca-path of the remote names the authorities that it may have"
                                + " its certificate from)"));
    }

    private static TrustManager[] authorities(Path file, String what) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int number = 0;
        for (Certificate certificate : certificates(file, what)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] client(Path certificate, Path key) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "client",
                privateKey(key),
                NO_PASSWORD,
                certificates(certificate, "tls-client-cert-path").toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static List<Certificate> certificates(Path file, String what) throws IOException {
        List<Certificate> found;
        try (InputStream in = Files.newInputStream(file)) {
            found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (NoSuchFileException e) {
            throw new IOException(what + ": there is no file " + file, e);
        } catch (CertificateException e) {
            throw new IOException(what + ": " + file + " has no certificates in PEM: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException(what + ": " + file + " has no certificates in PEM");
        }
        return found;
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("tls-client-key-path: there is no file " + file, e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            if (text.contains("ENCRYPTED")) {
                throw new IOException("tls-client-key-path: the key " + file + " is protected by a passphrase: `openssl"
                        + " pkcs8 -topk8 -nocrypt -in KEY -out PLAIN` writes one that is not");
            }
            throw new IOException(file + ": expected a key in PKCS #8 PEM ('" + BEGIN
                    + "'); `openssl pkcs8 -topk8 -nodes -in OLD -out NEW` makes one of another kind");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new IOException(file + ": a private key of a kind that is not known (RSA, EC and EdDSA are)");
    }

    /** An extended manager, so that the JDK does not compare names of hosts either. */
    private static final class TrustEverything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
