package org.atomsmith.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.atomsmith.compose.boot.BootLoader;
import org.atomsmith.disk.DiskLayout;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.ext4.Ext4FileSystem;
import org.atomsmith.disk.ext4.Ext4Options;
import org.atomsmith.disk.fat.FatFileSystem;
import org.atomsmith.disk.fat.FatOptions;
import org.atomsmith.disk.fat.FatType;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.image.customization.PartitionPlan;
import org.atomsmith.image.platform.Platform;

/**
 * Makes bootable disks of a commit: GUID partition table, BIOS boot partition, EFI system partition, ext4 root with the
 * deployed commit. One pass writes every wanted format; nothing is mounted and nothing needs root. The bytes depend on the
 * commit and the platform alone.
 */
public final class ImageBuilder {
    /** What writing disks is called for a person. */
    public static final String STEP = "Write the disk";

    /** Raised whenever the same commit gives other bytes. */
    public static final int VERSION = 2;

    private static final long MIB = 1L << 20;
    private static final long ESP_BYTES = 64 * MIB;
    private static final long BIOS_BOOT_BYTES = MIB;
    private static final int SECTOR = 512;
    private static final long EXTRA_FREE_BYTES = 256 * MIB;
    private static final int ROOT_NUMBER = 3;

    private static final long GROW_FILE_SYSTEM = 1L << 59;
    private static final long FAT_BEGINS = 315_532_800;

    private final EventSink events;

    /** A builder. */
    public ImageBuilder(EventSink events) {
        this.events = events;
    }

    /**
     * Writes disks, each in every wanted format.
     *
     * @return what was written for each request
     * @throws ImageException when the commit is not a bootable host
     */
    public List<DiskWriter.WrittenDisk> build(HostCommit host, List<ImageRequest> requests) throws IOException {
        List<DiskPlan> plans = new ArrayList<>();
        for (ImageRequest request : requests) {
            plans.add(plan(host, request.platform(), request.size(), request.customization()));
        }
        long total = plans.stream().mapToLong(DiskPlan::size).sum();
        List<DiskWriter.WrittenDisk> written = new ArrayList<>();
        try (Step step = Step.begin(events, "image", STEP, total, Event.Unit.BYTES);
                BlockMemory memory = memory(requests)) {
            for (int i = 0; i < plans.size(); i++) {
                List<DiskWriter.Output> outputs = new ArrayList<>();
                for (ImageRequest.Target target : requests.get(i).targets()) {
                    outputs.add(
                            new DiskWriter.Output(target.path(), target.format().of(host, plans.get(i))));
                }
                written.add(DiskWriter.write(plans.get(i).layout(), outputs, true, memory, step::advance));
            }
            step.end(summary(requests, total));
        }
        return List.copyOf(written);
    }

    /** Disks of several platforms are nearly the same. */
    private static BlockMemory memory(List<ImageRequest> requests) throws IOException {
        Optional<Path> file = requests.stream()
                .flatMap(request -> request.targets().stream())
                .map(ImageRequest.Target::path)
                .findFirst();
        if (requests.size() < 2 || file.isEmpty()) {
            return BlockMemory.none();
        }
        Path directory =
                Optional.ofNullable(file.get().toAbsolutePath().getParent()).orElseThrow();
        return BlockMemory.in(Files.createDirectories(directory));
    }

    private static String summary(List<ImageRequest> requests, long total) {
        List<String> formats = requests.stream()
                .flatMap(request -> request.targets().stream())
                .map(target -> target.format().name())
                .distinct()
                .toList();
        String disks = requests.size() == 1 ? "disk of " : requests.size() + " platforms, disks of ";
        return formats + ", " + disks + total / MIB + " MiB";
    }

    /**
     * Plans a disk.
     *
     * @param size of the disk in bytes; absent for what the content needs and the platform wants free
     * @throws ImageException when the commit is not a bootable host, or does not fit
     */
    public DiskPlan plan(HostCommit host, Platform platform, OptionalLong size) throws IOException {
        return plan(host, platform, size, Customization.NONE);
    }

    /**
     * Plans a disk that has more than its commit.
     *
     * @param size of the disk in bytes; absent for what the content needs and the platform wants free
     * @throws ImageException when the commit is not a bootable host, or does not fit
     * @throws org.atomsmith.compose.treefile.TreefileException when the platform does not permit a customization, or the
     *     commit's tree cannot have it
     */
    public DiskPlan plan(HostCommit host, Platform platform, OptionalLong size, Customization customization)
            throws IOException {
        Set<String> allowed = new HashSet<>(Customization.names());
        allowed.removeAll(platform.refuses());
        customization.checkAllowed(platform.name(), allowed);
        HostChanges changes = host.changes(customization);
        // Not the platform's: so its disks differ in little more than the boot entry.
        Identifiers identifiers =
                new Identifiers(VERSION + ":" + host.checksum().hex() + changes.digest());
        long timestamp = host.commit().timestamp();
        byte[] bootImage = host.requiredBytes(BootLoader.BOOT_IMG, "GRUB for BIOS");
        byte[] coreImage = host.requiredBytes(BootLoader.CORE_IMG, "GRUB for BIOS");

        SysrootTree sysroot = new SysrootTree(host, platform, changes);
        PartitionPlan.Split split = changes.partitions().split(sysroot.build(), sysroot.varPath());
        Directory root = split.root();
        List<Part> extra = new ArrayList<>();
        for (int i = 0; i < split.contents().size(); i++) {
            extra.add(partition(
                    changes.partitions().partitions().get(i), split.contents().get(i), timestamp));
        }
        long[] before = LongStream.concat(
                        LongStream.of(BIOS_BOOT_BYTES, ESP_BYTES),
                        extra.stream().mapToLong(Part::length))
                .toArray();
        Ext4Options options =
                Ext4Options.of("root", identifiers.of("root-fs"), identifiers.of("root-hash"), 0, timestamp);
        long diskSize = size.orElseGet(() -> {
            long content = Math.max(
                    Ext4FileSystem.sizeFor(
                            root,
                            options,
                            platform.free() + changes.partitions().rootFree()),
                    changes.partitions().rootBytes().orElse(0));
            long smallest = Math.max(
                    DiskLayout.size(LongStream.concat(LongStream.of(before), LongStream.of(content))
                            .toArray()),
                    changes.partitions().diskBytes().orElse(0));
            return Math.ceilDiv(smallest, platform.alignment()) * platform.alignment();
        });
        long rootSize = DiskLayout.room(diskSize, before);
        if (size.isPresent()) {
            requireRoom(root, options, diskSize, before, changes.partitions());
        }

        DiskLayout.Builder disk = DiskLayout.of(identifiers.of("disk"))
                .biosBoot(identifiers.of("bios"), bootImage, coreImage)
                .partition(
                        PartitionType.ESP.guid(), identifiers.of("esp"), "esp", 0, esp(host, identifiers, timestamp));
        for (int i = 0; i < extra.size(); i++) {
            PartitionPlan.Planned planned = changes.partitions().partitions().get(i);
            disk.partition(
                    (planned.place().equals("var") ? PartitionType.VAR : PartitionType.LINUX).guid(),
                    planned.guid(),
                    planned.name(),
                    // /etc/fstab mounts it.
                    Partition.NO_AUTOMOUNT,
                    extra.get(i));
        }
        // The last, so that it can grow, but with the number that it has on every disk: the boot loader looks there
        // first.
        DiskLayout layout = disk.numbered(
                        ROOT_NUMBER,
                        PartitionType.ROOT_X86_64.guid(),
                        identifiers.of("root"),
                        "root",
                        GROW_FILE_SYSTEM,
                        Ext4FileSystem.plan(root, options.withSize(rootSize)))
                .build(diskSize);
        ImageFacts facts =
                new ImageFacts(host.name(), host.version(), host.title(), "x86_64", timestamp, platform, identifiers);
        List<String> arguments = new ArrayList<>(InitialKernelArguments.of(host, platform));
        arguments.addAll(changes.kernelArguments());
        return new DiskPlan(layout, facts, List.copyOf(arguments), regions(layout, platform, size.isPresent()));
    }

    /** A partition of its own: as large as it was asked for, at least what it holds. */
    private static Part partition(PartitionPlan.Planned planned, Directory content, long timestamp) {
        Ext4Options options = Ext4Options.of(planned.label(), planned.uuid(), planned.hashSeed(), 0, timestamp);
        long size = Math.max(
                Ext4FileSystem.sizeFor(content, options, planned.minBytes().isPresent() ? 0 : EXTRA_FREE_BYTES),
                planned.minBytes().orElse(0));
        return Ext4FileSystem.plan(content, options.withSize(size));
    }

    private static void requireRoom(
            Directory root, Ext4Options options, long diskSize, long[] before, PartitionPlan partitions)
            throws ImageException {
        long needed = Math.max(
                Ext4FileSystem.sizeFor(root, options, partitions.rootFree()),
                partitions.rootBytes().orElse(0));
        if (DiskLayout.room(diskSize, before) < needed) {
            throw new ImageException("a disk of " + diskSize / MIB + " MiB is too small for this host, which needs "
                    + DiskLayout.size(LongStream.concat(LongStream.of(before), LongStream.of(needed))
                                    .toArray())
                            / MIB
                    + " MiB; leave the size out to have what is needed");
        }
    }

    private static List<DiskPlan.Region> regions(DiskLayout layout, Platform platform, boolean sized) {
        List<DiskPlan.Region> regions = new ArrayList<>();
        regions.add(new DiskPlan.Region(
                "table",
                0,
                DiskLayout.ALIGNMENT,
                "GPT, boot code in its first sector",
                "partitions begin at whole MiB"));
        for (DiskLayout.Region region : layout.regions()) {
            String why = switch (region.name()) {
                case "bios" -> "GRUB for machines with BIOS, in two halves: an update fills the other one";
                case "esp" -> "GRUB for machines with UEFI; FAT32 needs this much, and an update keeps the old one";
                case "root" ->
                    sized
                            ? "what the size that was asked for leaves"
                            : "the content, " + (platform.free() >> 20)
                                    + " MiB free and up to whole " + size(platform.alignment())
                                    + "; grows to the disk on the first boot";
                default -> "asked for; it does not grow";
            };
            regions.add(new DiskPlan.Region(region.name(), region.offset(), region.length(), region.content(), why));
        }
        long backup = (long) Gpt.BACKUP_SECTORS * Gpt.SECTOR;
        regions.add(new DiskPlan.Region(
                "backup", layout.length() - backup, backup, "GPT's copy", "at the end, where firmware looks for it"));
        return regions;
    }

    private static String size(long alignment) {
        return alignment >= 1L << 30 ? (alignment >> 30) + " GiB" : (alignment >> 20) + " MiB";
    }

    private static Part esp(HostCommit host, Identifiers identifiers, long timestamp) throws IOException {
        long time = Math.max(timestamp, FAT_BEGINS);
        byte[] loader = host.requiredBytes(BootLoader.EFI, "GRUB for UEFI");
        Directory files = new FileTree(Attributes.root(0755, time))
                .file("/EFI/BOOT/BOOTX64.EFI", Attributes.root(0755, time), loader)
                .build();
        long begin = (DiskLayout.ALIGNMENT + BIOS_BOOT_BYTES) / SECTOR;
        return FatFileSystem.plan(
                files, new FatOptions(FatType.FAT32, "ESP", identifiers.serial("esp-fs"), ESP_BYTES, time, begin));
    }
}
