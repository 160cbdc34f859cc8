package org.atomsmith.disk.tree;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every inode carries beside its content.
 *
 * @param mode permission bits with set-uid, set-gid and sticky, 0 to 07777; never the file type
 * @param uid owner, 0 to 2^32-2
 * @param gid group, 0 to 2^32-2
 * @param mtime modification time in seconds since 1970
 * @param xattrs extended attributes by full name ({@code security.capability}, {@code user.x}), values as the system
 *     calls give them; the arrays are not to be changed
 */
public record Attributes(int mode, int uid, int gid, long mtime, SortedMap<String, byte[]> xattrs) {
    private static final SortedMap<String, byte[]> NO_XATTRS = Collections.unmodifiableSortedMap(new TreeMap<>());

    /** Checks the mode and takes a copy of the map. */
    public Attributes {
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException(
                    "mode 0" + Integer.toOctalString(mode) + " holds more than permission bits (07777)");
        }
        xattrs = xattrs.isEmpty() ? NO_XATTRS : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    }

    /** Attributes of something of root's, without extended attributes. */
    public static Attributes root(int mode, long mtime) {
        return new Attributes(mode, 0, 0, mtime, NO_XATTRS);
    }

    /** The same with other extended attributes. */
    public Attributes withXattrs(Map<String, byte[]> other) {
        return new Attributes(mode, uid, gid, mtime, new TreeMap<>(other));
    }
}
