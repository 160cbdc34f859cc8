package org.atomsmith.ostree.selinux;

import java.io.IOException;

/** A policy's file that cannot be read. The message names file and line. */
public final class SelinuxPolicyException extends IOException {
    private static final long serialVersionUID = 1;

    SelinuxPolicyException(String message) {
        super(message);
    }
}
