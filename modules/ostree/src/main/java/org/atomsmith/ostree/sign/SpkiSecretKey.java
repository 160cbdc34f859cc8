package org.atomsmith.ostree.sign;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.crypto.EncryptedPrivateKeyInfo;

/** A secret key as its PKCS #8 PrivateKeyInfo. Its text is base64, or a PEM block. */
final class SpkiSecretKey implements Signer {
    private final PrivateKey key;

    private SpkiSecretKey(PrivateKey key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws SignatureKeyException when it is none, or of an unknown kind
     */
    static SpkiSecretKey parse(String text) {
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(PemText.body(text));
        } catch (IllegalArgumentException e) {
            throw new SignatureKeyException("an spki secret key is base64 text or a PEM file");
        }
        for (String algorithm : SpkiAlgorithm.KEYS) {
            try {
                return new SpkiSecretKey(
                        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException e) {
                // Of another kind: the next may fit.
                continue;
            }
        }
        if (isProtected(encoded)) {
            throw new SignatureKeyException(PemText.PROTECTED);
        }
        throw new SignatureKeyException("not the PKCS #8 form of an Ed25519, Ed448, RSA or EC key");
    }

    private static boolean isProtected(byte[] encoded) {
        try {
            return !new EncryptedPrivateKeyInfo(encoded).getAlgName().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String metadataKey() {
        return SignatureType.SPKI.metadataKey();
    }

    @Override
    public byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(SpkiAlgorithm.ofSignature(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with an spki key", e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "an spki secret key of kind " + key.getAlgorithm();
    }
}
