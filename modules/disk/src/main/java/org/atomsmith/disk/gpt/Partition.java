package org.atomsmith.disk.gpt;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One entry of a partition table.
 *
 * @param type the type's GUID
 * @param guid the partition's own GUID
 * @param firstLba its first sector
 * @param sectors how many sectors it has, 1 or more
 * @param attributes attribute bits; bit 59 asks systemd to grow the file system, bit 60 is read-only, bit 63 no
 *     automount
 * @param name at most 36 UTF-16 units
 */
public record Partition(UUID type, UUID guid, long firstLba, long sectors, long attributes, String name) {
    /** The attribute that asks systemd-repart and others to grow the file system to the partition. */
    public static final long GROW_FILE_SYSTEM = 1L << 59;

    /** The attribute of a partition that is not to be written. */
    public static final long READ_ONLY = 1L << 60;

    /** The attribute of a partition that is not to be mounted by itself. */
    public static final long NO_AUTOMOUNT = 1L << 63;

    private static final int NAME_UNITS = 36;

    /** Checks the ranges. */
    public Partition {
        if (firstLba < 0 || sectors < 1) {
            throw new IllegalArgumentException(
                    "partition '" + name + "' has " + sectors + " sectors from sector " + firstLba);
        }
        if (name.getBytes(StandardCharsets.UTF_16LE).length > 2 * NAME_UNITS) {
            throw new IllegalArgumentException(
                    "partition name '" + name + "' is longer than " + NAME_UNITS + " characters");
        }
    }

    /** The last sector that belongs to it. */
    public long lastLba() {
        return firstLba + sectors - 1;
    }
}
