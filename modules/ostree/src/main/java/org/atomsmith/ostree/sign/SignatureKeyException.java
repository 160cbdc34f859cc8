package org.atomsmith.ostree.sign;

/** A key that cannot be read. The message says what was expected; it never holds the key. */
public final class SignatureKeyException extends RuntimeException {

    /** Says what was found and what was expected. */
    public SignatureKeyException(String message) {
        super(message);
    }

    /** The same, with what caused it. */
    public SignatureKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
