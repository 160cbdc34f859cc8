package org.atomsmith.rpm.openpgp;

import java.io.IOException;
import java.io.Serial;

/** Something is not signed as it must be. There is one subclass for each cause; the message says what to do next. */
public abstract sealed class OpenPgpException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private OpenPgpException(String message) {
        super(message);
    }

    /** There is no signature at all. */
    public static final class Unsigned extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** Says what is not signed, and what to do next. */
        public Unsigned(String message) {
            super(message);
        }
    }

    /** The bytes are not OpenPGP data, or not of the form that is needed. */
    public static final class Malformed extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** No trusted keyring holds the key that signed. */
    public static final class UnknownKey extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        UnknownKey(String message) {
            super(message);
        }
    }

    /** The content is not what the key signed. */
    public static final class BadSignature extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        BadSignature(String message) {
            super(message);
        }
    }

    /** The signature is over, or from the future. */
    public static final class OutdatedSignature extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        OutdatedSignature(String message) {
            super(message);
        }
    }

    /** The key, or its certificate, has expired. */
    public static final class ExpiredKey extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        ExpiredKey(String message) {
            super(message);
        }
    }

    /** The key, or its certificate, was revoked by its owner. */
    public static final class RevokedKey extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        RevokedKey(String message) {
            super(message);
        }
    }

    /** The key may not sign: its owner did not say so, or it is too weak to mean anything. */
    public static final class UnsuitableKey extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        UnsuitableKey(String message) {
            super(message);
        }
    }

    /** The signature is over a digest that can be forged, such as MD5 or SHA-1. */
    public static final class WeakDigest extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        WeakDigest(String message) {
            super(message);
        }
    }

    /** A keyring cannot be used. */
    public static final class BadKeyring extends OpenPgpException {
        @Serial
        private static final long serialVersionUID = 1L;

        BadKeyring(String message) {
            super(message);
        }
    }
}
