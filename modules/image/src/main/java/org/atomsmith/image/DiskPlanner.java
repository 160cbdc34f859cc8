package org.atomsmith.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.atomsmith.compose.boot.BootLoader;
import org.atomsmith.disk.DiskLayout;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.fat.FatFileSystem;
import org.atomsmith.disk.fat.FatOptions;
import org.atomsmith.disk.fat.FatType;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.customization.FileSystemType;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.image.customization.PartitionPlan;
import org.atomsmith.image.platform.Platform;

/**
 * Plans bootable disks of a commit: GUID partition table, BIOS boot partition, EFI system partition, partitions that were
 * asked for, root with the deployed commit.
 */
public final class DiskPlanner {
    /** Raised whenever the same commit gives other bytes. */
    public static final int VERSION = 3;

    private static final long MIB = 1L << 20;
    private static final long ESP_BYTES = 64 * MIB;
    private static final long BIOS_BOOT_BYTES = MIB;
    private static final int SECTOR = 512;
    private static final long EXTRA_FREE_BYTES = 256 * MIB;
    /** Menus and directories of a {@code /boot} beside its kernels. */
    private static final long BOOT_FREE_BYTES = 16 * MIB;

    private static final int MORE_DEPLOYMENTS = 2;
    /** A smaller XFS would grow to a large disk in hundreds of allocation groups. */
    private static final long XFS_ROOT_BYTES = 4096 * MIB;

    private static final int ROOT_NUMBER = 3;
    /** What the boot loader looks for when {@code /boot} is a partition of its own: the one behind the root's number. */
    private static final byte[] LOOKS_FOR_BOOT = "gpt4\"".getBytes(StandardCharsets.US_ASCII);

    private static final long GROW_FILE_SYSTEM = 1L << 59;
    private static final long FAT_BEGINS = 315_532_800;

    private final HostCommit host;
    private final long timestamp;

    /** A planner of disks of a commit. */
    public DiskPlanner(HostCommit host) {
        this.host = host;
        this.timestamp = host.commit().timestamp();
    }

    /**
     * Plans a disk.
     *
     * @param size of the disk in bytes; absent for what the content needs and the platform wants free
     * @throws ImageException when the commit is not a bootable host, or does not fit
     */
    public DiskPlan plan(Platform platform, OptionalLong size) throws IOException {
        return plan(platform, size, Customization.NONE);
    }

    /**
     * Plans a disk that has more than its commit.
     *
     * @param size of the disk in bytes; absent for what the content needs and the platform wants free
     * @throws ImageException when the commit is not a bootable host, or does not fit
     * @throws org.atomsmith.compose.treefile.TreefileException when the platform does not permit a customization, or the
     *     commit's tree cannot have it
     */
    public DiskPlan plan(Platform platform, OptionalLong size, Customization customization) throws IOException {
        Set<String> allowed = new HashSet<>(Customization.names());
        allowed.removeAll(platform.refuses());
        customization.checkAllowed(platform.name(), allowed);
        HostChanges changes = host.changes(customization);
        PartitionPlan partitions = changes.partitions();
        // Not the platform's: so its disks differ in little more than the boot entry.
        Identifiers identifiers =
                new Identifiers(VERSION + ":" + host.checksum().hex() + changes.digest());
        byte[] bootImage = host.requiredBytes(BootLoader.BOOT_IMG, "GRUB for BIOS");
        byte[] coreImage = host.requiredBytes(BootLoader.CORE_IMG, "GRUB for BIOS");
        Part esp = esp(identifiers, partitions.hasBoot());

        String rootArgument = InitialKernelArguments.root(partitions, identifiers);
        SysrootTree sysroot = new SysrootTree(host, platform, changes, rootArgument);
        PartitionPlan.Split split = partitions.split(sysroot.build(), sysroot.varPath());
        List<Part> extra = new ArrayList<>();
        for (int i = 0; i < split.contents().size(); i++) {
            extra.add(partition(partitions.partitions().get(i), split.contents().get(i)));
        }
        long[] before = LongStream.concat(
                        LongStream.of(BIOS_BOOT_BYTES, ESP_BYTES),
                        extra.stream().mapToLong(Part::length))
                .toArray();
        NewFileSystem root = new NewFileSystem(
                partitions.rootFileSystem(),
                "root",
                identifiers.of("root-fs"),
                identifiers.of("root-hash"),
                timestamp,
                split.root());
        long diskSize = size.isPresent()
                ? requireRoom(root, size.getAsLong(), before, partitions)
                : diskSize(root, platform, before, partitions);

        DiskLayout.Builder disk = DiskLayout.of(identifiers.of("disk"))
                .biosBoot(identifiers.of("bios"), bootImage, coreImage)
                .partition(PartitionType.ESP.guid(), identifiers.of("esp"), "esp", 0, esp);
        for (int i = 0; i < extra.size(); i++) {
            PartitionPlan.Planned planned = partitions.partitions().get(i);
            // /etc/fstab mounts it.
            disk.partition(type(planned).guid(), planned.guid(), planned.name(), Partition.NO_AUTOMOUNT, extra.get(i));
        }
        // The last, so that it can grow, but with the number that it has on every disk: the boot loader looks there
        // first.
        DiskLayout layout = disk.numbered(
                        ROOT_NUMBER,
                        PartitionType.ROOT_X86_64.guid(),
                        identifiers.of("root"),
                        "root",
                        GROW_FILE_SYSTEM,
                        root.plan(DiskLayout.room(diskSize, before)))
                .build(diskSize);
        ImageFacts facts =
                new ImageFacts(host.name(), host.version(), host.title(), "x86_64", timestamp, platform, identifiers);
        List<String> arguments = new ArrayList<>(InitialKernelArguments.of(host, platform, rootArgument));
        arguments.addAll(changes.kernelArguments());
        return new DiskPlan(
                layout, facts, List.copyOf(arguments), DiskRegions.of(layout, platform, partitions, size.isPresent()));
    }

    private static PartitionType type(PartitionPlan.Planned planned) {
        if (planned.isBoot()) {
            return PartitionType.XBOOTLDR;
        }
        return planned.place().equals("var") ? PartitionType.VAR : PartitionType.LINUX;
    }

    /** A partition of its own: as large as it was asked for, at least what it holds and is to hold. */
    private Part partition(PartitionPlan.Planned planned, Directory content) throws ImageException {
        NewFileSystem fileSystem = new NewFileSystem(
                planned.fileSystem(), planned.label(), planned.uuid(), planned.hashSeed(), timestamp, content);
        long free = planned.minBytes().isPresent() ? 0 : EXTRA_FREE_BYTES;
        if (planned.isBoot()) {
            free = MORE_DEPLOYMENTS * host.kernelBytes() + BOOT_FREE_BYTES;
        }
        return fileSystem.plan(
                Math.max(fileSystem.sizeFor(free), planned.minBytes().orElse(0)));
    }

    private static long diskSize(NewFileSystem root, Platform platform, long[] before, PartitionPlan partitions) {
        long content = Math.max(
                root.sizeFor(platform.free() + partitions.rootFree()),
                Math.max(partitions.rootBytes().orElse(0), root.type() == FileSystemType.XFS ? XFS_ROOT_BYTES : 0));
        long smallest =
                Math.max(wholeDisk(before, content), partitions.diskBytes().orElse(0));
        return Math.ceilDiv(smallest, platform.alignment()) * platform.alignment();
    }

    private static long wholeDisk(long[] before, long root) {
        return DiskLayout.size(
                LongStream.concat(LongStream.of(before), LongStream.of(root)).toArray());
    }

    private static long requireRoom(NewFileSystem root, long diskSize, long[] before, PartitionPlan partitions)
            throws ImageException {
        long needed = Math.max(
                root.sizeFor(partitions.rootFree()), partitions.rootBytes().orElse(0));
        if (DiskLayout.room(diskSize, before) < needed) {
            throw new ImageException("a disk of " + diskSize / MIB + " MiB is too small for this host, which needs "
                    + wholeDisk(before, needed) / MIB + " MiB; leave the size out to have what is needed");
        }
        return diskSize;
    }

    private Part esp(Identifiers identifiers, boolean hasBoot) throws IOException {
        long time = Math.max(timestamp, FAT_BEGINS);
        byte[] loader = host.requiredBytes(BootLoader.EFI, "GRUB for UEFI");
        if (hasBoot && !contains(loader, LOOKS_FOR_BOOT)) {
            throw new ImageException("the boot loader of commit " + host.checksum()
                    + " does not look for /boot on a partition of its own: compose the tree again");
        }
        Directory files = new FileTree(Attributes.root(0755, time))
                .file("/EFI/BOOT/BOOTX64.EFI", Attributes.root(0755, time), loader)
                .build();
        long begin = (DiskLayout.ALIGNMENT + BIOS_BOOT_BYTES) / SECTOR;
        return FatFileSystem.plan(
                files, new FatOptions(FatType.FAT32, "ESP", identifiers.serial("esp-fs"), ESP_BYTES, time, begin));
    }

    private static boolean contains(byte[] bytes, byte[] words) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(new String(words, StandardCharsets.ISO_8859_1));
    }
}
