package org.atomsmith.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.atomsmith.compose.boot.BootLoader;
import org.atomsmith.disk.DiskLayout;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.ext4.Ext4FileSystem;
import org.atomsmith.disk.ext4.Ext4Options;
import org.atomsmith.disk.fat.FatFileSystem;
import org.atomsmith.disk.fat.FatOptions;
import org.atomsmith.disk.fat.FatType;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/**
 * Makes bootable disks of a commit: GUID partition table, BIOS boot partition, EFI system partition, ext4 root with the
 * deployed commit. One pass writes every wanted format; nothing is mounted and nothing needs root. The bytes depend on the
 * commit alone.
 */
public final class ImageBuilder {
    /** Raised whenever the same commit gives other bytes. */
    public static final int VERSION = 1;

    private static final long MIB = 1L << 20;
    private static final long ESP_BYTES = 64 * MIB;
    private static final long BIOS_BOOT_BYTES = MIB;
    private static final long FREE_BYTES = 512 * MIB;
    private static final int SECTOR = 512;
    private static final long GROW_FILE_SYSTEM = 1L << 59;
    private static final long FAT_BEGINS = 315_532_800;

    private final EventSink events;

    /** A builder. */
    public ImageBuilder(EventSink events) {
        this.events = events;
    }

    /** A file to write. */
    public record Target(Path path, ImageFormat format) {}

    /**
     * Writes a disk in every wanted format.
     *
     * @param size of the disk in bytes; absent leaves half a GiB free on the root, which grows on the first boot
     * @throws ImageException when the commit is not a bootable host
     */
    public DiskWriter.WrittenDisk build(HostCommit host, OptionalLong size, List<Target> targets) throws IOException {
        DiskLayout disk = layout(host, size);
        List<DiskWriter.Output> outputs = new ArrayList<>();
        targets.forEach(
                t -> outputs.add(new DiskWriter.Output(t.path(), t.format().disk())));
        try (Step step = Step.begin(events, "image", "Write the disk", disk.length(), Event.Unit.BYTES)) {
            DiskWriter.WrittenDisk written = DiskWriter.write(disk, outputs, false, step::advance);
            step.end(targets.stream().map(t -> t.format().name()).toList() + ", disk of " + disk.length() / MIB
                    + " MiB");
            return written;
        }
    }

    private static DiskLayout layout(HostCommit host, OptionalLong size) throws IOException {
        Identifiers identifiers =
                new Identifiers(VERSION + ":" + host.checksum().hex());
        long timestamp = host.commit().timestamp();
        byte[] bootImage = host.read(host.required(BootLoader.BOOT_IMG, "GRUB for BIOS"));
        byte[] coreImage = host.read(host.required(BootLoader.CORE_IMG, "GRUB for BIOS"));

        Directory root = new SysrootTree(host).build();
        Ext4Options options =
                Ext4Options.of("root", identifiers.of("root-fs"), identifiers.of("root-hash"), 0, timestamp);
        long rootSize = size.isPresent()
                ? DiskLayout.room(size.getAsLong(), BIOS_BOOT_BYTES, ESP_BYTES)
                : Ext4FileSystem.sizeFor(root, options, FREE_BYTES);

        DiskLayout.Builder builder = DiskLayout.of(identifiers.of("disk"))
                .biosBoot(identifiers.of("bios"), bootImage, coreImage)
                .partition(PartitionType.ESP.guid(), identifiers.of("esp"), "esp", 0, esp(host, identifiers, timestamp))
                .partition(
                        PartitionType.ROOT_X86_64.guid(),
                        identifiers.of("root"),
                        "root",
                        GROW_FILE_SYSTEM,
                        Ext4FileSystem.plan(root, options.withSize(rootSize)));
        return size.isPresent() ? builder.build(size.getAsLong()) : builder.build();
    }

    private static Part esp(HostCommit host, Identifiers identifiers, long timestamp) throws IOException {
        long time = Math.max(timestamp, FAT_BEGINS);
        byte[] loader = host.read(host.required(BootLoader.EFI, "GRUB for UEFI"));
        Directory files = new FileTree(Attributes.root(0755, time))
                .file("/EFI/BOOT/BOOTX64.EFI", Attributes.root(0755, time), loader)
                .build();
        long begin = (DiskLayout.ALIGNMENT + BIOS_BOOT_BYTES) / SECTOR;
        return FatFileSystem.plan(
                files, new FatOptions(FatType.FAT32, "ESP", identifiers.serial("esp-fs"), ESP_BYTES, time, begin));
    }
}
