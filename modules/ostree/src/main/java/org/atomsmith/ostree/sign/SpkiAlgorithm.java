package org.atomsmith.ostree.sign;

import java.util.List;

/** What the JDK calls the kinds of keys, and the signatures that OpenSSL makes with them by default. */
final class SpkiAlgorithm {
    private SpkiAlgorithm() {}

    static final List<String> KEYS = List.of("EdDSA", "EC", "RSA");

    static String ofSignature(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }
}
