package org.atomsmith.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.qcow2.Qcow2Disk;

/**
 * A kind of disk image, listed in one place.
 *
 * @param name as {@code --format} takes it
 * @param suffix of the file's name, without the dot in front
 * @param title what it is, for a person
 * @param disk how to write a file for an image
 */
public record ImageFormat(String name, String suffix, String title, Function<ImageFacts, DiskFormat> disk) {
    /** All formats, in the order in which help shows them. */
    public static final List<ImageFormat> ALL = List.of(
            new ImageFormat("raw", "raw", "the disk itself, with holes", _ -> DiskFormat.RAW),
            new ImageFormat("qcow2", "qcow2", "QEMU's, compressed with zstd", _ -> Qcow2Disk.QCOW2_ZSTD),
            new ImageFormat(
                    "qcow2-zlib",
                    "zlib.qcow2",
                    "QEMU's, compressed with zlib, for QEMU before 5.1",
                    _ -> Qcow2Disk.QCOW2_ZLIB));

    /** The format of that name. */
    public static Optional<ImageFormat> named(String name) {
        return ALL.stream().filter(f -> f.name.equals(name)).findFirst();
    }

    /** The format that a file's name asks for: {@code host.raw.xz}; {@code .img} is a raw disk. */
    public static Optional<ImageFormat> ofFile(String fileName) {
        if (fileName.endsWith(".img")) {
            return named("raw");
        }
        return ALL.stream()
                .filter(f -> fileName.endsWith("." + f.suffix))
                .max(Comparator.comparing(f -> f.suffix.length()));
    }

    /** The names of all formats. */
    public static List<String> names() {
        return ALL.stream().map(ImageFormat::name).toList();
    }
}
