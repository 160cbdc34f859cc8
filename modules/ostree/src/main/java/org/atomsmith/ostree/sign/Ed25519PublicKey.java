package org.atomsmith.ostree.sign;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** An ed25519 public key. Its text is the base64 of its 32 bytes: a line of {@code trusted.ed25519}. */
public final class Ed25519PublicKey implements Verifier {
    static final String METADATA_KEY = "ostree.sign.ed25519";
    static final int SIZE = 32;
    static final int SIGNATURE_SIZE = 64;

    private final byte[] raw;
    private final PublicKey key;

    private Ed25519PublicKey(byte[] raw) {
        this.raw = raw;
        try {
            this.key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(raw)));
        } catch (GeneralSecurityException e) {
            throw new SignatureKeyException("not an ed25519 public key: " + e.getMessage(), e);
        }
    }

    /**
     * A key from its 32 bytes.
     *
     * @throws SignatureKeyException when they are not one
     */
    public static Ed25519PublicKey of(byte[] raw) {
        if (raw.length != SIZE) {
            throw new SignatureKeyException(
                    "an ed25519 public key has 32 bytes (44 base64 characters), found " + raw.length);
        }
        return new Ed25519PublicKey(raw.clone());
    }

    /** A key from its base64 text. */
    public static Ed25519PublicKey parse(String base64) {
        try {
            return of(Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException e) {
            throw new SignatureKeyException("an ed25519 public key is base64 text: " + e.getMessage(), e);
        }
    }

    /** The raw form of a key of the JDK: y, little-endian, with the sign of x in the highest bit. */
    static byte[] raw(EdECPublicKey key) {
        byte[] y = key.getPoint().getY().toByteArray();
        byte[] raw = new byte[SIZE];
        for (int i = 0; i < Math.min(SIZE, y.length); i++) {
            raw[i] = y[y.length - 1 - i];
        }
        raw[SIZE - 1] |= (byte) (key.getPoint().isXOdd() ? 0x80 : 0);
        return raw;
    }

    private static EdECPoint point(byte[] raw) {
        byte[] y = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            y[SIZE - 1 - i] = raw[i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        return new EdECPoint(odd, new BigInteger(1, y));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return raw.clone();
    }

    /** The base64 text, without a line end. */
    public String text() {
        return Base64.getEncoder().encodeToString(raw);
    }

    @Override
    public String metadataKey() {
        return METADATA_KEY;
    }

    @Override
    public boolean verify(byte[] data, byte[] signature) {
        if (signature.length != SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(data);
            return verification.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            // Half of all 32 bytes are no point of the curve: nobody can have signed with such a key.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return text();
    }
}
