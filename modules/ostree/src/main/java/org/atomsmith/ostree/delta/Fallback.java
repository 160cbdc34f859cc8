package org.atomsmith.ostree.delta;

import org.atomsmith.ostree.object.ObjectName;

/**
 * An object that a delta leaves out, because it is large and new: to be fetched by itself.
 *
 * @param object its name
 * @param size bytes as the repository stores it
 * @param uncompressedSize bytes of its content
 */
public record Fallback(ObjectName object, long size, long uncompressedSize) {
    /** Refuses negative sizes. */
    public Fallback {
        if (size < 0 || uncompressedSize < 0) {
            throw new IllegalArgumentException("object " + object + " of " + Long.toUnsignedString(size)
                    + " bytes, unpacked " + Long.toUnsignedString(uncompressedSize));
        }
    }
}
