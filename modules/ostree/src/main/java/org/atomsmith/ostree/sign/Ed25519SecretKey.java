package org.atomsmith.ostree.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An ed25519 secret key with its public key. Its text, as {@code ostree sign} takes it, is the base64 of 64 bytes: the
 * seed, then the public key.
 */
public final class Ed25519SecretKey implements Signer {
    private final byte[] seed;
    private final Ed25519PublicKey publicKey;
    private final PrivateKey key;

    private Ed25519SecretKey(byte[] seed, Ed25519PublicKey publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
        try {
            this.key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new SignatureKeyException("not an ed25519 secret key", e);
        }
    }

    /** Makes a new key. */
    public static Ed25519SecretKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new Ed25519SecretKey(
                    seed, Ed25519PublicKey.of(Ed25519PublicKey.raw((EdECPublicKey) pair.getPublic())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /**
     * Reads a key file's text: its first line.
     *
     * @throws SignatureKeyException when it is not a secret key, or its two halves do not belong together
     */
    public static Ed25519SecretKey parse(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        byte[] raw;
        try {
            raw = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            throw new SignatureKeyException("an ed25519 secret key is one line of base64");
        }
        if (raw.length != 2 * Ed25519PublicKey.SIZE) {
            throw new SignatureKeyException(
                    "an ed25519 secret key has 64 bytes (seed and public key, 88 base64 characters), found "
                            + raw.length);
        }
        Ed25519SecretKey key = new Ed25519SecretKey(
                Arrays.copyOf(raw, Ed25519PublicKey.SIZE),
                Ed25519PublicKey.of(Arrays.copyOfRange(raw, Ed25519PublicKey.SIZE, raw.length)));
        byte[] probe = {1};
        if (!key.publicKey.verify(probe, key.sign(probe))) {
            throw new SignatureKeyException("the public half of the ed25519 secret key is not that of its seed");
        }
        return key;
    }

    /** The public key. */
    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** The text of a key file, without a line end. Secret. */
    public String text() {
        byte[] both = Arrays.copyOf(seed, 2 * Ed25519PublicKey.SIZE);
        System.arraycopy(publicKey.bytes(), 0, both, Ed25519PublicKey.SIZE, Ed25519PublicKey.SIZE);
        return Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String metadataKey() {
        return Ed25519PublicKey.METADATA_KEY;
    }

    @Override
    public byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with ed25519", e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "secret key of " + publicKey;
    }
}
