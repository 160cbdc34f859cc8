package org.atomsmith.rpm;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a repository's files are transferred, where that is not as everywhere.
 *
 * @param proxy an HTTP proxy; else the environment's
 * @param direct whether no proxy is used, whatever the environment says
 * @param proxyLogin who we are to the proxy
 * @param verifyTls whether the server must prove who it is
 * @param authorities a PEM file with the certificate authorities to trust, instead of Java's
 * @param login who we are to the server
 */
public record TransferOptions(
        Optional<URI> proxy,
        boolean direct,
        Optional<Login> proxyLogin,
        boolean verifyTls,
        Optional<Path> authorities,
        Optional<Login> login) {
    /** As everywhere. */
    public static final TransferOptions USUAL =
            new TransferOptions(Optional.empty(), false, Optional.empty(), true, Optional.empty(), Optional.empty());

    /** A name and a password. */
    public record Login(String name, String password) {
        /** Writes the name alone. */
        @Override
        public String toString() {
            return name;
        }
    }
}
