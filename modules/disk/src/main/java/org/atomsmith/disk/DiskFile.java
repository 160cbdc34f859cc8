package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A sink that makes a file. The file appears under its name when it is {@linkplain #finish() finished}, complete and
 * synchronised to the disk; until then the bytes are in a hidden file beside it.
 */
public interface DiskFile extends ImageSink {

    /** Where the finished file is. */
    Path path();

    /** What the format is called on the command line: {@code raw}, {@code qcow2}. */
    String format();

    /**
     * The size and digest of the finished file.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalStateException before {@link #finish()}
     */
    WrittenFile written() throws IOException;
}
