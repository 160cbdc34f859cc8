package org.atomsmith.rpm;

import java.net.URI;
import java.util.Optional;
import org.atomsmith.tls.TlsOptions;
import org.atomsmith.tls.TlsWords;

/**
 * How a repository's files are transferred, where that is not as everywhere.
 *
 * @param proxy an HTTP proxy; else the environment's
 * @param direct whether no proxy is used, whatever the environment says
 * @param proxyLogin who we are to the proxy
 * @param tls whom to trust, and who we are
 * @param login who we are to the server
 */
public record TransferOptions(
        Optional<URI> proxy, boolean direct, Optional<Login> proxyLogin, TlsOptions tls, Optional<Login> login) {
    /** What the options of TLS are called in a .repo file. */
    public static final TlsWords TLS_WORDS =
            new TlsWords("the repository", "sslcacert", "sslclientcert", "sslclientkey");

    /** As everywhere. */
    public static final TransferOptions USUAL =
            new TransferOptions(Optional.empty(), false, Optional.empty(), TlsOptions.DEFAULT, Optional.empty());

    /** A name and a password. */
    public record Login(String name, String password) {
        /** Writes the name alone. */
        @Override
        public String toString() {
            return name;
        }
    }
}
