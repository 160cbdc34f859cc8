package org.atomsmith.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.qcow2.Qcow2Disk;
import org.atomsmith.disk.vdi.VdiDisk;
import org.atomsmith.disk.vhd.DynamicVhd;
import org.atomsmith.disk.vhd.FixedVhd;
import org.atomsmith.disk.vhdx.VhdxDisk;
import org.atomsmith.disk.vmdk.VmdkDisk;

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
                    _ -> Qcow2Disk.QCOW2_ZLIB),
            new ImageFormat(
                    "vmdk",
                    "vmdk",
                    "VMware's, compressed (streamOptimized)",
                    facts -> VmdkDisk.streamOptimized(facts.uuid("content"))),
            new ImageFormat(
                    "vhd",
                    "vhd",
                    "Microsoft's, fixed, as Azure takes it",
                    facts -> FixedVhd.format(facts.uuid("vhd"), facts.timestamp())),
            new ImageFormat(
                    "vhd-dynamic",
                    "dynamic.vhd",
                    "Microsoft's, without the zeros",
                    facts -> DynamicVhd.format(facts.uuid("vhd"), facts.timestamp())),
            new ImageFormat(
                    "vhdx",
                    "vhdx",
                    "Microsoft's newer one, without the zeros",
                    facts -> VhdxDisk.dynamic(facts.uuid("vhdx"))),
            new ImageFormat(
                    "vdi", "vdi", "VirtualBox's, without the zeros", facts -> VdiDisk.dynamic(facts.uuid("vdi"))));

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
