package org.atomsmith.ostree.commit;

import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.ostree.object.Checksum;

/**
 * The file objects of a repository by device and inode: a file that is a hard link to one needs no reading. It is right
 * only while nobody writes to such files.
 *
 * @param always whether a match counts even where a modifier changed owner or mode
 */
record KnownObjects(Map<Inode, Checksum> objects, boolean always) {
    /** Knows nothing. */
    static final KnownObjects NONE = new KnownObjects(Map.of(), false);

    /** A file's identity. */
    record Inode(long device, long number) {
        // Not a record's own, which is linked at each start.

        @Override
        public boolean equals(Object other) {
            return other instanceof Inode that && number == that.number && device == that.device;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /** The object that a file is; of a file with one name only it can be none. */
    Optional<Checksum> find(FileStatus status, boolean modified) {
        if (objects.isEmpty() || status.nlink() < 2 || modified && !always) {
            return Optional.empty();
        }
        return Optional.ofNullable(objects.get(new Inode(status.dev(), status.ino())));
    }
}
