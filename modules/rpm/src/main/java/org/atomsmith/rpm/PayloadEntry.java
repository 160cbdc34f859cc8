package org.atomsmith.rpm;

import java.util.Set;
import java.util.SortedMap;

/**
 * One file, directory or link of a package's payload.
 *
 * @param path relative to the root, without leading {@code /} or {@code ./}, no empty, {@code .} or {@code ..} component;
 *     the empty string is the root directory itself
 * @param mode permission bits and set-id and sticky bits, 0 to 07777
 * @param user owner's name; wins over {@code uid} where the target system knows it, empty when only the number is known
 * @param link target of a symbolic link, or the path (as above) that a hard link shares; empty for other kinds
 * @param size bytes of a regular file, else 0
 * @param xattrs extended attributes by full name, such as {@code security.capability}
 * @param sha256 of a file's content, lower-case hexadecimal, where the package states it: then the reader verifies it; else empty
 */
public record PayloadEntry(
        String path,
        Kind kind,
        int mode,
        String user,
        int uid,
        String group,
        int gid,
        String link,
        long size,
        SortedMap<String, byte[]> xattrs,
        Set<Flag> flags,
        String sha256) {

    public PayloadEntry {
        flags = Set.copyOf(flags);
    }

    /** What an entry is. Devices are not among them: no atomic host gets one from a package. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARDLINK
    }

    /** What the package says of a file beyond its metadata. */
    public enum Flag {
        /** Configuration that a user may edit. */
        CONFIG,
        /** Documentation, left out where the treefile says so. */
        DOC,
        /** Not in the payload, but owned: made at run time. */
        GHOST
    }
}
