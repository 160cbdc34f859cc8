package org.atomsmith.ostree.gpg;

import java.time.Instant;
import java.util.Optional;
import org.atomsmith.ostree.gpg.GpgCertificate.Key;

/**
 * What is known of one signature.
 *
 * @param verdict whether it counts
 * @param keyId of the key that made it: its fingerprint, or as much of it as the signature says
 * @param algorithm of the key: {@code RSA}, {@code EdDSA}
 * @param made when it says that it was made
 * @param expires when it says that it stops being good
 * @param signer whose it is; empty when the key is not in the keyring
 */
public record GpgSignature(
        Verdict verdict,
        String keyId,
        String algorithm,
        Instant made,
        Optional<Instant> expires,
        Optional<Signer> signer) {

    /** Whether a signature counts. */
    public enum Verdict {
        /** It does. */
        GOOD,
        /** The bytes are not those that were signed, or the key may not sign. */
        BAD,
        /** The key is not in the keyring. */
        KEY_MISSING,
        /** The key's owner took it back. */
        KEY_REVOKED,
        /** The key, or the primary key above it, is no longer good. */
        KEY_EXPIRED,
        /** The signature itself is no longer good. */
        EXPIRED
    }

    /**
     * The owner of a key.
     *
     * @param key that made the signature
     * @param primary the key above it, or the same
     * @param name of the first user identifier
     * @param address of the first user identifier
     */
    public record Signer(Key key, Key primary, String name, String address) {}

    /** The last 16 digits of the key's fingerprint. */
    public String shortKeyId() {
        return keyId.substring(Math.max(0, keyId.length() - 16));
    }

    /** Lines that describe it, in the words of {@code ostree show}; each begins with a prefix and ends with a line end. */
    public String describe(String prefix) {
        StringBuilder text = new StringBuilder(160);
        line(
                text,
                prefix,
                "Signature made " + LocalTime.format(made) + " using " + algorithm + " key ID " + shortKeyId());
        String from = signer.map(known -> "\"" + known.name + " <" + known.address + ">\"")
                .orElse("");
        line(
                text,
                prefix,
                switch (verdict) {
                    case KEY_MISSING -> "Can't check signature: public key not found";
                    case GOOD -> "Good signature from " + from;
                    case KEY_REVOKED -> "Key revoked";
                    case EXPIRED -> "Expired signature from " + from;
                    case BAD, KEY_EXPIRED -> "BAD signature from " + from;
                });
        boolean sub = signer.isPresent() && !signer.get().key.equals(signer.get().primary);
        if (sub) {
            line(text, prefix, "Primary key ID " + signer.get().primary.id());
        }
        expiry(text, prefix, "Signature", expires, verdict == Verdict.EXPIRED);
        if (signer.isPresent()) {
            boolean expired = verdict == Verdict.KEY_EXPIRED;
            expiry(text, prefix, "Key", signer.get().key.expires(), expired);
            if (sub) {
                expiry(text, prefix, "Primary key", signer.get().primary.expires(), expired);
            }
        }
        return text.toString();
    }

    private static void expiry(StringBuilder text, String prefix, String what, Optional<Instant> when, boolean over) {
        when.ifPresent(time -> line(text, prefix, what + (over ? " expired " : " expires ") + LocalTime.format(time)));
    }

    private static void line(StringBuilder text, String prefix, String words) {
        text.append(prefix).append(words).append('\n');
    }
}
