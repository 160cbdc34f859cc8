package org.atomsmith.ostree.archive;

import java.util.SortedMap;

/**
 * One entry of an archive.
 *
 * @param kind what it is
 * @param path as the archive has it
 * @param permissions set-user-ID, set-group-ID and sticky among them
 * @param uid owner
 * @param gid group
 * @param link where a symbolic link points, or the path that a hard link is another name of; else empty
 * @param size bytes of content that follow; of a regular file
 * @param xattrs extended attributes by name
 * @param inode what names of one file share in a cpio archive, where only the last has the content; 0 for a file with
 *     one name
 */
public record ArchiveEntry(
        Kind kind,
        String path,
        int permissions,
        int uid,
        int gid,
        String link,
        long size,
        SortedMap<String, byte[]> xattrs,
        long inode) {

    /** The kinds of entry. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        SYMLINK,
        /** Another name of a file that came before. */
        HARD_LINK,
        /** A device, pipe or socket. */
        OTHER
    }
}
