package org.atomsmith.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What content is called by: its SHA-256. The specification knows others too; registries use this one.
 *
 * @param hex 64 hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final String ALGORITHM = "sha256:";

    /** Refuses what is no SHA-256. */
    public Digest {
        if (hex.length() != 64 || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("'" + hex + "' is no SHA-256");
        }
    }

    /** Reads {@code sha256:<hex>}. */
    public static Digest parse(String text) throws OciException {
        if (!text.startsWith(ALGORITHM)) {
            throw new OciException("'" + text + "' is no digest that we know: only sha256 is used");
        }
        try {
            return new Digest(text.substring(ALGORITHM.length()));
        } catch (IllegalArgumentException e) {
            throw new OciException("'" + text + "' is no digest", e);
        }
    }

    /** The digest of bytes. */
    public static Digest of(byte[] bytes) {
        return finished(algorithm().digest(bytes));
    }

    /** A digest from what {@link #algorithm} came to. */
    public static Digest finished(byte[] digest) {
        return new Digest(HexFormat.of().formatHex(digest));
    }

    /** A new SHA-256. */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    /** {@code sha256:<hex>}. */
    @Override
    public String toString() {
        return ALGORITHM + hex;
    }
}
