package org.atomsmith.rpm.write;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests by Java's names of their algorithms. */
final class Digests {
    private Digests() {}

    /** A digest of nothing yet. */
    static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java platform lacks " + algorithm, e);
        }
    }

    /** The digest of these bytes, hexadecimal. */
    static String hex(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(of(algorithm).digest(bytes));
    }
}
