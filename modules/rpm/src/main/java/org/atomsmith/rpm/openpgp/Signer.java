package org.atomsmith.rpm.openpgp;

import java.time.Instant;

/**
 * Who made a good signature.
 *
 * @param fingerprint of the certificate's primary key, upper-case hexadecimal: what names a person or an organisation
 * @param signingKey fingerprint of the key that signed: a subkey's, or the same
 * @param userId the certificate's primary user id, {@code "Debian Stable Release Key <...>"}; empty when it has none
 * @param signed when the signature says that it was made
 * @param keyring where the certificate was read from
 */
public record Signer(String fingerprint, String signingKey, String userId, Instant signed, String keyring) {

    /** Writes {@code user id (fingerprint)}. */
    @Override
    public String toString() {
        return userId.isEmpty() ? fingerprint : userId + " (" + fingerprint + ")";
    }
}
