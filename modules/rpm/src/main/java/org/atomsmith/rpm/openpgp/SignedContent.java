package org.atomsmith.rpm.openpgp;

import java.io.IOException;
import java.io.OutputStream;

/** What a signature covers, too large to be held: it is fed to each check anew. */
@FunctionalInterface
public interface SignedContent {

    /** Writes all of it. */
    void feed(OutputStream out) throws IOException;
}
