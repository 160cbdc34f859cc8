package org.atomsmith.ostree.sign;

import java.io.IOException;

/** A commit or summary without a signature that is trusted. The message says which keys were tried, or which are missing. */
public final class UntrustedSignatureException extends IOException {

    /** Says what was found instead of a trusted signature. */
    public UntrustedSignatureException(String message) {
        super(message);
    }

    /** The same, with what caused it. */
    public UntrustedSignatureException(String message, Throwable cause) {
        super(message, cause);
    }
}
