package org.atomsmith.ostree.sign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A signature that is the key itself: proves nothing, and exists so that scripts can test what happens to signatures.
 *
 * @param text the key, and the signature
 * @param enabled whether this process may use such signatures
 */
record DummyKey(String text, boolean enabled) implements Signer, Verifier {

    @Override
    public String metadataKey() {
        return SignatureType.DUMMY.metadataKey();
    }

    @Override
    public byte[] sign(byte[] data) {
        requireEnabled();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean verify(byte[] data, byte[] signature) {
        requireEnabled();
        return Arrays.equals(signature, text.getBytes(StandardCharsets.UTF_8));
    }

    private void requireEnabled() {
        if (!enabled) {
            throw new SignatureKeyException(
                    "dummy signature type is only for ostree testing: set OSTREE_DUMMY_SIGN_ENABLED to use it");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
