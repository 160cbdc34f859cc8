package org.atomsmith.linux;

import java.util.Optional;

/**
 * A name in a directory, as {@code getdents64(2)} gives it: without a look at the file.
 *
 * @param name valid UTF-8
 * @param inode the number of the file; on some overlays not that which {@link FileStatus#ino()} tells
 * @param kind what it is, where the file system says so
 */
public record DirectoryEntry(String name, long inode, Optional<FileKind> kind) {}
