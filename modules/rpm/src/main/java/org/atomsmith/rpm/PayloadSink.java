package org.atomsmith.rpm;

import java.io.IOException;
import java.io.InputStream;

/** Receives the entries of a package's payload in the package's order. */
@FunctionalInterface
public interface PayloadSink {

    /**
     * Takes one entry.
     *
     * @param content the bytes of a regular file, exactly {@link PayloadEntry#size()} of them; empty for other kinds. Valid
     *     only during the call; what is not read is skipped.
     */
    void entry(PayloadEntry entry, InputStream content) throws IOException;
}
