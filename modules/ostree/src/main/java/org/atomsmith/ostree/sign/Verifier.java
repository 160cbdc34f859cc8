package org.atomsmith.ostree.sign;

/** Checks signatures of one kind against one set of trusted keys. */
public interface Verifier {

    /** The key of the metadata that holds signatures of this kind. */
    String metadataKey();

    /** True when a trusted key made this signature of these bytes. A signature in another format is false. */
    boolean verify(byte[] data, byte[] signature);
}
