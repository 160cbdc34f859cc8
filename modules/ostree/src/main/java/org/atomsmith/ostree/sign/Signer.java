package org.atomsmith.ostree.sign;

/** Makes signatures of one kind with one key. */
public interface Signer {

    /** The key of the metadata that holds signatures of this kind: {@code ostree.sign.ed25519}. */
    String metadataKey();

    /** The signature of bytes: a raw commit object, or a summary. */
    byte[] sign(byte[] data);
}
