package org.atomsmith.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What somebody asks of TLS.
 *
 * @param permissive take any certificate of a server
 * @param authorities a PEM file of the certificate authorities that are trusted instead of the system's
 * @param certificate a PEM file of the client's certificate
 * @param key a PEM file of the client's key; without it, the key is in the certificate's file
 */
public record TlsOptions(
        boolean permissive, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    /** The system's authorities, no client certificate. */
    public static final TlsOptions DEFAULT =
            new TlsOptions(false, Optional.empty(), Optional.empty(), Optional.empty());
}
