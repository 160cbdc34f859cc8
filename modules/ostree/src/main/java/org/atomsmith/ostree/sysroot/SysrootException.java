package org.atomsmith.ostree.sysroot;

import java.io.IOException;

/** A system of deployments is not as it must be, or is asked for what it cannot do. */
public final class SysrootException extends IOException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong and with what. */
    public SysrootException(String message) {
        super(message);
    }

    /** The same with the cause. */
    public SysrootException(String message, Throwable cause) {
        super(message, cause);
    }
}
