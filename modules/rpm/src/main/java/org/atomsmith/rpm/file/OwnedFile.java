package org.atomsmith.rpm.file;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.atomsmith.rpm.PayloadEntry;

/**
 * One file as the header describes it.
 *
 * @param index its number in the header
 * @param path relative to the root, as in {@link PayloadEntry#path()}
 * @param type the file type bits of the mode (S_IFMT)
 * @param size bytes of a regular file's content or of a symbolic link's target, else 0
 * @param linkSet number of the file that identifies a set of hard links, its own when it is alone
 * @param digest of the content, hexadecimal; absent for what has none
 */
record OwnedFile(
        int index,
        String path,
        int type,
        int mode,
        String user,
        String group,
        String target,
        long size,
        SortedMap<String, byte[]> xattrs,
        Set<PayloadEntry.Flag> flags,
        int linkSet,
        Optional<String> digest) {
    static final int FIFO = 0010000;
    static final int DIRECTORY = 0040000;
    static final int REGULAR = 0100000;
    static final int SYMLINK = 0120000;
    static final int TYPE_MASK = 0170000;

    boolean isGhost() {
        return flags.contains(PayloadEntry.Flag.GHOST);
    }

    /** Whether a sink can be told of it; devices, pipes and sockets are left out, as rpm-ostree does by default. */
    boolean isDeliverable() {
        return type == REGULAR || type == DIRECTORY || type == SYMLINK;
    }
}
