package org.atomsmith.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomsmith.compose.boot.BootLoader;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.image.live.LiveSystem;
import org.atomsmith.ostree.sysroot.KernelLayout;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.tree.TreeNode;

/** What a live medium takes from a commit. */
public final class LiveHost {
    /** Raised whenever the same commit gives another medium around the same disk. */
    private static final int VERSION = 1;

    private static final String COMPOSE_AGAIN = "GRUB for live media: compose the tree again";
    private static final int LONGEST_VOLUME = 32;

    /** Arguments of a disk that a live system does not have: where its root is, and what happens when that is not found. */
    private static final List<String> OF_DISKS = List.of("root=", "rw", "panic=", "rd.shell=", "rd.emergency=");

    private LiveHost() {}

    /**
     * What a medium takes from a commit that carries this disk.
     *
     * @param plan the disk, of the same commit
     * @throws ImageException when the commit was composed before live media were known
     */
    public static LiveSystem of(HostCommit host, DiskPlan plan) throws IOException {
        if (plan.layout().gpt().partitions().stream()
                .anyMatch(partition -> partition.type().equals(PartitionType.XBOOTLDR.guid()))) {
            throw new ImageException(
                    "a live medium's system runs from the root partition of its disk alone, and this disk"
                            + " has /boot on another; leave out the partition for /boot and the root of xfs, or the formats iso"
                            + " and pxe");
        }
        ImageFacts facts = plan.facts();
        Identifiers identifiers = facts.identifiers();
        KernelLayout kernel = host.kernel();
        TreeNode.File initramfs = kernel.initramfs().orElseThrow();
        String directory = "/usr/lib/modules/" + kernel.release() + "/";
        return new LiveSystem(
                facts.title(),
                volume(facts.name() + "_" + facts.version()),
                facts.timestamp(),
                identifiers.of("live:" + VERSION).toString(),
                identifiers.of("live-disk"),
                identifiers.of("live-esp"),
                identifiers.of("live-root"),
                identifiers.serial("live-esp-fs"),
                host.content(kernel.kernel(), directory + "vmlinuz"),
                host.content(initramfs, directory + "initramfs.img"),
                new LiveSystem.Loader(
                        loader(host, BootLoader.CD_BOOT_IMG),
                        loader(host, BootLoader.HYBRID_IMG),
                        loader(host, BootLoader.CORE_IMG),
                        loader(host, BootLoader.EFI)),
                arguments(host, plan.kernelArguments()));
    }

    /**
     * Whether the host's kernel drives USB sticks, by its module or built in. A kernel that does not, such as Debian's for clouds, is
     * started from a stick by the firmware and then finds no file system.
     */
    static boolean drivesUsbSticks(HostCommit host) throws IOException {
        String directory = "usr/lib/modules/" + host.kernel().release() + "/";
        for (String list : List.of("modules.builtin", "modules.dep")) {
            if (host.text(directory + list)
                    .filter(text -> text.contains("/usb-storage.ko"))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static List<String> arguments(HostCommit host, List<String> ofDisk) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(SysrootTree.deployment(host).kernelArgument(BootVersion.FIRST)));
        for (String argument : ofDisk) {
            if (OF_DISKS.stream().noneMatch(o -> o.endsWith("=") ? argument.startsWith(o) : argument.equals(o))) {
                arguments.add(argument);
            }
        }
        return arguments;
    }

    private static byte[] loader(HostCommit host, String path) throws IOException {
        return host.requiredBytes(path, COMPOSE_AGAIN);
    }

    private static String volume(String text) {
        String plain = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return plain.substring(0, Math.min(plain.length(), LONGEST_VOLUME));
    }
}
