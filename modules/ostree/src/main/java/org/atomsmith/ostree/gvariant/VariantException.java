package org.atomsmith.ostree.gvariant;

/** Bytes that are not a GVariant in normal form of the expected type, or a value used as a type that it is not. */
public final class VariantException extends RuntimeException {

    /** Says what is wrong, and where in the bytes when it is about bytes. */
    public VariantException(String message) {
        super(message);
    }
}
