package org.atomsmith.ostree.delta;

import java.util.List;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;

/**
 * What a superblock says of one part.
 *
 * @param version of the part's format: 0
 * @param checksum the SHA-256 of the part's file, compression byte included
 * @param size bytes of that file
 * @param uncompressedSize bytes of the objects that it makes
 * @param objects the objects that it makes, in its order
 */
public record PartEntry(int version, Checksum checksum, long size, long uncompressedSize, List<ObjectName> objects) {
    /** Refuses negative sizes; copies the list. */
    public PartEntry {
        if (size < 0 || uncompressedSize < 0) {
            throw new IllegalArgumentException("a part of " + Long.toUnsignedString(size) + " bytes, unpacked "
                    + Long.toUnsignedString(uncompressedSize));
        }
        objects = List.copyOf(objects);
    }
}
