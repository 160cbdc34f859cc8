package org.atomsmith.image;

import java.util.List;
import java.util.Optional;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.qcow2.Qcow2Disk;

/**
 * A kind of disk image, listed in one place.
 *
 * @param name as {@code --format} takes it
 * @param suffix of the file's name
 * @param disk writes it
 */
public record ImageFormat(String name, String suffix, DiskFormat disk) {
    /** All formats, in the order in which help shows them. */
    public static final List<ImageFormat> ALL = List.of(
            new ImageFormat("raw", "raw", DiskFormat.RAW), new ImageFormat("qcow2", "qcow2", Qcow2Disk.QCOW2_ZSTD));

    /** The format of that name. */
    public static Optional<ImageFormat> named(String name) {
        return ALL.stream().filter(f -> f.name.equals(name)).findFirst();
    }
}
