package org.atomsmith.ostree.commit;

import java.nio.file.Path;

/** Where files of a commit come from. */
public sealed interface TreeSource {

    /** A directory of the machine. */
    record Directory(Path path) implements TreeSource {}

    /** A tar or cpio archive, compressed or not; {@code -} is standard input. */
    record Archive(Path path) implements TreeSource {}

    /** The tree of a commit: a ref or checksum. */
    record Revision(String revision) implements TreeSource {}
}
