package org.atomsmith.ostree.repo;

import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;

/**
 * What is asked of file objects that come from elsewhere.
 *
 * @param trust whether their checksums are compared
 * @param bareUserOnlyFiles refuse regular files with permissions outside 0775: setuid, or writable by everyone
 */
public record ImportPolicy(Trust trust, boolean bareUserOnlyFiles) {
    private static final int HARMLESS = 0775;

    /** Every object is verified, any permissions are taken. */
    public static final ImportPolicy VERIFY = new ImportPolicy(Trust.VERIFY, false);

    /** Refuses a file whose permissions are not allowed. */
    void check(Checksum checksum, FileHeader header) throws CorruptObjectException {
        int others = header.permissions() & ~HARMLESS;
        if (bareUserOnlyFiles && !header.isSymlink() && others != 0) {
            throw new CorruptObjectException("Content object " + checksum + ": invalid mode 0"
                    + Integer.toOctalString(header.permissions()) + " with bits 0" + Integer.toOctalString(others));
        }
    }
}
