package org.atomsmith.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's TLS context of some options. Thread-safe. */
public final class TlsContext {
    private static final char[] NO_PASSWORD = new char[0];

    /** Where distributions keep the authorities that the system trusts; Java's own are asked where there is none. */
    private static final List<Path> SYSTEM_AUTHORITIES = List.of(
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    private final TlsOptions options;
    private final TlsWords words;
    private final List<Path> system;
    private Optional<SSLContext> made = Optional.empty();

    TlsContext(TlsOptions options, TlsWords words, List<Path> system) {
        this.options = options;
        this.words = words;
        this.system = system;
    }

    /**
     * The context of some options. The files that they name are read now; those of the system when they are needed.
     *
     * @throws IOException when a file is not what it should be
     */
    public static TlsContext of(TlsOptions options, TlsWords words) throws IOException {
        TlsContext context = new TlsContext(options, words, SYSTEM_AUTHORITIES);
        if (!options.equals(TlsOptions.DEFAULT)) {
            context.context();
        }
        return context;
    }

    /** What the JDK's sockets and HTTP clients take. */
    public synchronized SSLContext context() throws IOException {
        if (made.isEmpty()) {
            made = Optional.of(make());
        }
        return made.get();
    }

    private SSLContext make() throws IOException {
        if (options.key().isPresent() && options.certificate().isEmpty()) {
            throw new IOException(words.key() + " is set without " + words.certificate() + ": set both");
        }
        try {
            KeyManager[] client = options.certificate().isPresent()
                    ? client(options.certificate().get())
                    : new KeyManager[0];
            TrustManager[] trust = trust();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client.length == 0 ? null : client, trust.length == 0 ? null : trust, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("setting up TLS: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (options.permissive()) {
            return new TrustManager[] {new TrustEverything()};
        }
        if (options.authorities().isPresent()) {
            return authorities(new PemFile(options.authorities().get(), words.authorities()));
        }
        Optional<Path> found = system.stream().filter(Files::isReadable).findFirst();
        return found.isPresent()
                ? authorities(new PemFile(found.get(), "the system's authorities"))
                : new TrustManager[0];
    }

    private static TrustManager[] authorities(PemFile file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : file.certificates()) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] client(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry(
                "client",
                new PemFile(options.key().orElse(certificate), words.key()).privateKey(),
                NO_PASSWORD,
                new PemFile(certificate, words.certificate()).certificates().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** Why no connection under TLS came to be, and what to do; empty for another failure, which may pass. */
    public static Optional<String> refusal(IOException failure, TlsWords words) {
        String why = String.valueOf(failure.getMessage());
        boolean ended = why.contains("fatal alert");
        if (!(failure instanceof SSLException)
                || !(failure instanceof SSLHandshakeException
                        || failure instanceof SSLPeerUnverifiedException
                        || ended)) {
            return Optional.empty();
        }
        return Optional.of("TLS failed: " + why
                + (ended
                        ? " (the server ended it: " + words.howToBeKnown() + ")"
                        : " (is it the right server? " + words.authorities() + " of " + words.owner()
                                + " names the authorities that it may have its certificate from)"));
    }
}
