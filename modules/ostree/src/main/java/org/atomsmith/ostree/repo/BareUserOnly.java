package org.atomsmith.ostree.repo;

import java.io.IOException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;

/** What repositories of mode bare-user-only refuse: files that would have more power than their owner gives them. */
public final class BareUserOnly {
    private BareUserOnly() {}

    /** Refuses a file for a repository of this mode; of any other mode, nothing. */
    static void check(RepositoryMode mode, FileHeader header, Checksum checksum) throws IOException {
        if (mode == RepositoryMode.BARE_USER_ONLY) {
            check(header, checksum);
        }
    }

    /**
     * Refuses a regular file with permissions beyond 0775.
     *
     * @throws RepositoryException naming the object
     */
    public static void check(FileHeader header, Checksum checksum) throws IOException {
        int bits = header.permissions() & ~BareUserOnlyLayout.PERMISSIONS;
        if (!header.isSymlink() && bits != 0) {
            throw new RepositoryException("Content object " + checksum.hex() + ": invalid mode 0"
                    + Integer.toOctalString(header.mode()) + " with bits 0" + Integer.toOctalString(bits));
        }
    }
}
