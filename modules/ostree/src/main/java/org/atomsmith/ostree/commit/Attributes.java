package org.atomsmith.ostree.commit;

import org.atomsmith.linux.FileStatus;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;

/**
 * Owner and mode of a file or directory that is committed.
 *
 * @param uid owner
 * @param gid group
 * @param mode {@code st_mode}
 */
public record Attributes(int uid, int gid, int mode) {

    /** Those of a file of the machine. */
    public static Attributes of(FileStatus status) {
        return new Attributes(status.uid(), status.gid(), status.mode());
    }

    /** Those of a file object. */
    public static Attributes of(FileHeader header) {
        return new Attributes(header.uid(), header.gid(), header.mode());
    }

    /** Those of a dirmeta. */
    public static Attributes of(DirMeta meta) {
        return new Attributes(meta.uid(), meta.gid(), meta.mode());
    }

    // Not a record's own, which is linked at each start.

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && uid == that.uid && gid == that.gid && mode == that.mode;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * uid + gid) + mode;
    }

    /** A file's header. */
    FileHeader header(String symlinkTarget, Xattrs xattrs) {
        return new FileHeader(uid, gid, mode, symlinkTarget, xattrs);
    }

    /** A directory's metadata. */
    DirMeta dirMeta(Xattrs xattrs) {
        return new DirMeta(uid, gid, mode, xattrs);
    }
}
