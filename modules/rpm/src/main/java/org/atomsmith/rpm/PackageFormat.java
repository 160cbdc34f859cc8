package org.atomsmith.rpm;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of package file. */
public interface PackageFormat {

    /** {@code "rpm"} or {@code "deb"}. */
    String name();

    /**
     * Reads a package file front to back, handing every payload entry to the sink.
     *
     * @return what the package says of itself
     * @throws PackageFormatException when the bytes are not a package; names the file, the offset and what was found
     */
    PackageHeader read(Path file, PayloadSink sink) throws IOException;
}
