package org.atomsmith.host.peer.dns;

import java.io.IOException;

/** A DNS message that is none. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param at the byte of the message
     */
    MalformedMessageException(int at, String message) {
        super("DNS message, byte " + at + ": " + message);
    }
}
