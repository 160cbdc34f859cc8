package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.atomsmith.rpm.TransferOptions;

/** HTTP clients, one for each set of options, made when first needed. Thread-safe. */
final class Clients {
    private static final int USUAL_PORT = 80;

    private final Policy policy;
    private final ProxySelector environment;
    private final ReentrantLock starting = new ReentrantLock();
    private final Map<TransferOptions, HttpClient> clients = new HashMap<>();

    Clients(Policy policy, ProxySelector environment) {
        this.policy = policy;
        this.environment = environment;
    }

    HttpClient of(TransferOptions options) throws FetchException {
        starting.lock();
        try {
            HttpClient known = clients.get(options);
            if (known == null) {
                known = make(options);
                clients.put(options, known);
            }
            return known;
        } finally {
            starting.unlock();
        }
    }

    private HttpClient make(TransferOptions options) throws FetchException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // HTTP/1.1 gives each download its own connection, which is what mirrors shape and what resumes best.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(policy.connect())
                .proxy(proxies(options));
        options.proxyLogin()
                .ifPresent(login -> builder.authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(
                                login.name(),
                                getRequestorType() == RequestorType.PROXY
                                        ? login.password().toCharArray()
                                        : new char[0]);
                    }
                }));
        if (!options.verifyTls()) {
            builder.sslContext(context(new TrustManager[] {new Everybody()}, "sslverify=0"));
        } else if (options.authorities().isPresent()) {
            Path file = options.authorities().get();
            builder.sslContext(context(trusting(file), file.toString()));
        }
        return builder.build();
    }

    private ProxySelector proxies(TransferOptions options) {
        if (options.direct()) {
            return ProxySelector.of(null);
        }
        Optional<URI> proxy = options.proxy();
        return proxy.<ProxySelector>map(uri -> ProxySelector.of(InetSocketAddress.createUnresolved(
                        uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort())))
                .orElse(environment);
    }

    private static SSLContext context(TrustManager[] trust, String name) throws FetchException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new FetchException.Unreachable("TLS cannot be set up with " + name + ": " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusting(Path file) throws FetchException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                authorities.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new FetchException.Unreachable(
                    file + ": cannot be read as a file of certificate authorities (PEM): " + e.getMessage(), e);
        }
    }

    /** Believes every server: what {@code sslverify=0} asks for. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
