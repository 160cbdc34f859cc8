package org.atomsmith.ostree.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A public key as its X.509 SubjectPublicKeyInfo: Ed25519, Ed448, RSA or ECDSA. Its text is base64, or a PEM block. */
public final class SpkiPublicKey implements Verifier {
    private final byte[] encoded;
    private final PublicKey key;

    private SpkiPublicKey(byte[] encoded, PublicKey key) {
        this.encoded = encoded;
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws SignatureKeyException when it is none, or of an unknown kind
     */
    public static SpkiPublicKey parse(String base64) {
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SignatureKeyException("an spki public key is base64 text: " + e.getMessage(), e);
        }
        for (String algorithm : SpkiAlgorithm.KEYS) {
            try {
                PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
                return new SpkiPublicKey(encoded, key);
            } catch (GeneralSecurityException e) {
                // Of another kind: the next may fit.
                continue;
            }
        }
        throw new SignatureKeyException("not the SubjectPublicKeyInfo of an Ed25519, Ed448, RSA or EC key");
    }

    @Override
    public String metadataKey() {
        return SignatureType.SPKI.metadataKey();
    }

    @Override
    public boolean verify(byte[] data, byte[] signature) {
        try {
            Signature verification = Signature.getInstance(SpkiAlgorithm.ofSignature(key.getAlgorithm()));
            verification.initVerify(key);
            verification.update(data);
            return verification.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new SignatureKeyException("verifying with the key " + this + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpkiPublicKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(encoded);
    }
}
