package org.atomsmith.ostree.tree;

import org.atomsmith.linux.FileStatus;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;

/** What a {@link DirectoryImport} takes and how it changes owners, modes and xattrs. Called from many threads. */
public interface ImportFilter {

    /** Takes everything as it is. */
    ImportFilter ALL = new ImportFilter() {};

    /** False leaves a file, or a directory with everything in it, out. */
    default boolean includes(String path, FileStatus status) {
        return true;
    }

    /** The header that a file gets. */
    default FileHeader file(String path, FileHeader header) {
        return header;
    }

    /** The metadata that a directory gets. */
    default DirMeta directory(String path, DirMeta meta) {
        return meta;
    }

    /** Everything belongs to root and has no xattrs: a directory of files that a user keeps for a host. */
    static ImportFilter ownedByRoot() {
        return new ImportFilter() {
            @Override
            public FileHeader file(String path, FileHeader header) {
                return header.withOwner(0, 0).withXattrs(Xattrs.NONE);
            }

            @Override
            public DirMeta directory(String path, DirMeta meta) {
                return new DirMeta(0, 0, meta.mode(), Xattrs.NONE);
            }
        };
    }
}
