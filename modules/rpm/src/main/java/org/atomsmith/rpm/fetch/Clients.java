package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.tls.TlsContext;

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
        try {
            builder.sslContext(
                    TlsContext.of(options.tls(), TransferOptions.TLS_WORDS).context());
        } catch (IOException e) {
            throw new FetchException.Unreachable(String.valueOf(e.getMessage()), e);
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
}
