package org.atomsmith.disk.xfs;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What an XFS file system is to be like.
 *
 * @param label the volume label, at most 12 bytes
 * @param uuid the file system's UUID
 * @param size how large the file system is, in bytes; rounded down to whole blocks
 * @param timestamp seconds since 1970: creation, change and access times of everything
 */
public record XfsOptions(String label, UUID uuid, long size, long timestamp) {
    /** The longest label in bytes. */
    public static final int LABEL_BYTES = 12;

    /** Checks the label. */
    public XfsOptions {
        if (label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
            throw new IllegalArgumentException(
                    "the XFS label '" + label + "' is longer than " + LABEL_BYTES + " bytes");
        }
    }

    /** The same with another size in bytes. */
    public XfsOptions withSize(long other) {
        return new XfsOptions(label, uuid, other, timestamp);
    }
}
