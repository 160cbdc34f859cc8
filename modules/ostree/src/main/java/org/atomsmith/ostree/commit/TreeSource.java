package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where files of a commit come from. */
public sealed interface TreeSource {

    /** A directory of the machine. */
    record Directory(Path path) implements TreeSource {}

    /** A tar or cpio archive, compressed or not; {@code -} is standard input. */
    record Archive(Path path) implements TreeSource {
        /** Opens it, as it is. */
        InputStream open() throws IOException {
            return path.toString().equals("-") ? System.in : Files.newInputStream(path);
        }
    }

    /** The tree of a commit: a ref or checksum. */
    record Revision(String revision) implements TreeSource {}
}
