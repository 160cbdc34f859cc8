package org.atomsmith.image;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.archive.GceImage;
import org.atomsmith.disk.compressed.CompressedDisk;
import org.atomsmith.disk.ova.Appliance;
import org.atomsmith.disk.ova.Firmware;
import org.atomsmith.disk.ova.OvaDisk;
import org.atomsmith.disk.qcow2.Qcow2Disk;
import org.atomsmith.disk.vagrant.BoxMachine;
import org.atomsmith.disk.vagrant.VagrantBox;
import org.atomsmith.disk.vdi.VdiDisk;
import org.atomsmith.disk.vhd.DynamicVhd;
import org.atomsmith.disk.vhd.FixedVhd;
import org.atomsmith.disk.vhdx.VhdxDisk;
import org.atomsmith.disk.vmdk.VmdkDisk;
import org.atomsmith.image.live.LiveIso;
import org.atomsmith.image.live.LivePxe;
import org.atomsmith.image.live.LiveSystem;
import org.atomsmith.image.platform.Platform;

/**
 * A kind of image, listed in one place.
 *
 * @param name as {@code --format} takes it
 * @param suffix of the file's name, without the dot in front
 * @param title what it is, for a person
 * @param maker how to write a file for an image
 */
public record ImageFormat(String name, String suffix, String title, Maker maker) {

    /** Makes files of an image. */
    public sealed interface Maker {}

    /** Files that hold a disk, whatever is on it. */
    public record OfDisk(Function<ImageFacts, DiskFormat> format) implements Maker {}

    /** Media that start the system of a commit, with the disk on them. */
    public record OfHost(Function<LiveSystem, DiskFormat> format) implements Maker {}

    /** The medium that is put into a drive or a port. */
    public static final ImageFormat ISO = new ImageFormat(
            "iso",
            "iso",
            "a medium for CD drives and USB sticks that runs the host and installs it",
            new OfHost(LiveIso::format));

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
                    "vdi", "vdi", "VirtualBox's, without the zeros", facts -> VdiDisk.dynamic(facts.uuid("vdi"))),
            new ImageFormat("raw.gz", "raw.gz", "the disk, compressed with gzip", _ -> CompressedDisk.RAW_GZ),
            new ImageFormat("raw.xz", "raw.xz", "the disk, compressed with xz", _ -> CompressedDisk.RAW_XZ),
            new ImageFormat("raw.zst", "raw.zst", "the disk, compressed with zstd", _ -> CompressedDisk.RAW_ZST),
            new ImageFormat(
                    "gce", "tar.gz", "Google Compute Engine's archive", facts -> GceImage.at(facts.timestamp())),
            new ImageFormat("ova", "ova", "an appliance for VMware and VirtualBox", ImageFormat::ova),
            new ImageFormat(
                    "vagrant-libvirt",
                    "libvirt.box",
                    "a box for Vagrant with libvirt",
                    facts -> VagrantBox.libvirt(box(facts))),
            new ImageFormat(
                    "vagrant-virtualbox",
                    "virtualbox.box",
                    "a box for Vagrant with VirtualBox",
                    facts -> VagrantBox.virtualBox(box(facts))),
            ISO,
            new ImageFormat("pxe", "pxe.tar", "the same, started from the network", new OfHost(LivePxe::format)));

    private static final int MOST_LETTERS = 60;
    private static final int CPUS = 2;
    private static final int MEMORY_MIB = 2048;

    private ImageFormat(String name, String suffix, String title, Function<ImageFacts, DiskFormat> disk) {
        this(name, suffix, title, new OfDisk(disk));
    }

    /**
     * How to write a disk of a commit.
     *
     * @throws IOException when the commit lacks what the format needs
     */
    DiskFormat of(HostCommit host, DiskPlan plan) throws IOException {
        return switch (maker) {
            case OfDisk disk -> disk.format().apply(plan.facts());
            case OfHost live -> live.format().apply(LiveHost.of(host, plan));
        };
    }

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

    private static DiskFormat ova(ImageFacts facts) {
        return OvaDisk.of(
                Appliance.of(machineName(facts), facts.title(), facts.version(), firmware(facts)),
                facts.uuid("content"),
                facts.timestamp());
    }

    private static BoxMachine box(ImageFacts facts) {
        String architecture = facts.architecture().equals("x86_64") ? "amd64" : facts.architecture();
        return new BoxMachine(
                machineName(facts),
                CPUS,
                MEMORY_MIB,
                firmware(facts),
                facts.uuid("content"),
                architecture,
                facts.timestamp());
    }

    private static Firmware firmware(ImageFacts facts) {
        return facts.platform().firmware().contains(Platform.Firmware.UEFI) ? Firmware.EFI : Firmware.BIOS;
    }

    /** Envelopes take fewer letters than refs. */
    private static String machineName(ImageFacts facts) {
        String name = facts.name().replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
        return name.isEmpty() ? "host" : name.substring(0, Math.min(name.length(), MOST_LETTERS));
    }
}
