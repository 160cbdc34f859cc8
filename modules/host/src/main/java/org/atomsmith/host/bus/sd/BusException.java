package org.atomsmith.host.bus.sd;

import java.io.IOException;
import org.atomsmith.linux.Errno;

/** A call of sd-bus failed, or a peer answered with an error. */
public final class BusException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what was done and what came of it. */
    public BusException(String message) {
        super(message);
    }

    /** A function of sd-bus that returned an error number. */
    static BusException of(String function, int result) {
        return new BusException(function + ": " + Errno.describe(-result));
    }
}
