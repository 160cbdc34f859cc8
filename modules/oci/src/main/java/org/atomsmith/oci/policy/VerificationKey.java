package org.atomsmith.oci.policy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.oci.OciException;

/**
 * A public key that verifies images: ECDSA or RSA (PKCS #1 v1.5) over SHA-256, or Ed25519.
 *
 * @param name where it stands, for messages
 */
record VerificationKey(PublicKey key, String algorithm, String name) {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int SMALLEST_RSA = 2048;

    /** Kinds of keys, with the algorithm of their signatures. */
    private static final Map<String, String> ALGORITHMS = new LinkedHashMap<>();

    static {
        ALGORITHMS.put("EC", "SHA256withECDSA");
        ALGORITHMS.put("RSA", "SHA256withRSA");
        ALGORITHMS.put("Ed25519", "Ed25519");
    }

    /**
     * Reads a key in PEM (SubjectPublicKeyInfo, RFC 7468).
     *
     * @param name where it stands, for messages
     */
    static VerificationKey parse(byte[] pem, String name) throws OciException {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            throw new OciException(name + ": expected a public key in PEM, '" + BEGIN + "', and found none");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new OciException(name + ": the public key is no base64: " + e.getMessage(), e);
        }
        for (Map.Entry<String, String> each : ALGORITHMS.entrySet()) {
            Optional<PublicKey> key = decode(each.getKey(), encoded);
            if (key.isPresent()) {
                if (key.get() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SMALLEST_RSA) {
                    throw new OciException(name + ": an RSA key of "
                            + rsa.getModulus().bitLength() + " bits is too weak; the least is " + SMALLEST_RSA);
                }
                return new VerificationKey(key.get(), each.getValue(), name);
            }
        }
        throw new OciException(name + ": the public key is none of " + String.join(", ", ALGORITHMS.keySet()));
    }

    private static Optional<PublicKey> decode(String kind, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException e) {
            // It is of another kind.
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + kind, e);
        }
    }

    /** Whether a signature of content is by this key. */
    boolean verifies(byte[] content, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // What is not even encoded as a signature is none.
            return false;
        }
    }
}
