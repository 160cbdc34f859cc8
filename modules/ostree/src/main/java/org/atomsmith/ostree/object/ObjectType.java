package org.atomsmith.ostree.object;

import java.util.Optional;

/** The kinds of objects, with the number that deltas and sizes use and the extension of their files. */
public enum ObjectType {
    /** A regular file or symbolic link with its metadata; {@code filez} in archive repositories. */
    FILE(1, "file"),
    /** A directory's entries. */
    DIRTREE(2, "dirtree"),
    /** A directory's owner, mode and xattrs. */
    DIRMETA(3, "dirmeta"),
    /** A commit. */
    COMMIT(4, "commit"),
    /** What remains of a deleted commit. */
    COMMIT_TOMBSTONE(5, "tombstone-commit"),
    /** A commit's detached metadata, which its checksum does not cover. */
    COMMIT_META(6, "commitmeta"),
    /** A link from the checksum of a file's bytes to the object that has them. */
    PAYLOAD_LINK(7, "payload-link"),
    /** The xattrs of files, in mode bare-split-xattrs. */
    FILE_XATTRS(8, "file-xattrs"),
    /** A file's hard link to its xattrs, in mode bare-split-xattrs. */
    FILE_XATTRS_LINK(9, "file-xattrs-link");

    private final int number;
    private final String extension;

    ObjectType(int number, String extension) {
        this.number = number;
        this.extension = extension;
    }

    /** The number of the type inside binary formats. */
    public int number() {
        return number;
    }

    /** The extension of the object's file, without the dot. */
    public String extension() {
        return extension;
    }

    /** True for the kinds that are one GVariant whose SHA-256 is the object's name. */
    public boolean isMetadata() {
        return this == DIRTREE || this == DIRMETA || this == COMMIT;
    }

    /** The type of an extension, {@code filez} included. */
    public static Optional<ObjectType> ofExtension(String extension) {
        for (ObjectType type : values()) {
            if (type.extension.equals(extension)) {
                return Optional.of(type);
            }
        }
        return extension.equals("filez") ? Optional.of(FILE) : Optional.empty();
    }
}
