package org.atomsmith.image;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.DiskLayout;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.image.customization.PartitionPlan;
import org.atomsmith.image.platform.Platform;

/** Says what lies where on a disk, and why. */
final class DiskRegions {
    private static final String BOOT =
            "kernels, the menu and what GRUB remembers, which it reads and writes on ext4; room for two more deployments";

    private DiskRegions() {}

    static List<DiskPlan.Region> of(DiskLayout layout, Platform platform, PartitionPlan partitions, boolean sized) {
        String boot = partitions.partitions().stream()
                .filter(PartitionPlan.Planned::isBoot)
                .map(PartitionPlan.Planned::name)
                .findFirst()
                .orElse("");
        List<DiskPlan.Region> regions = new ArrayList<>();
        regions.add(new DiskPlan.Region(
                "table",
                0,
                DiskLayout.ALIGNMENT,
                "GPT, boot code in its first sector",
                "partitions begin at whole MiB"));
        for (DiskLayout.Region region : layout.regions()) {
            String why = region.name().equals(boot) ? BOOT : why(region.name(), platform, sized);
            regions.add(new DiskPlan.Region(region.name(), region.offset(), region.length(), region.content(), why));
        }
        long backup = (long) Gpt.BACKUP_SECTORS * Gpt.SECTOR;
        regions.add(new DiskPlan.Region(
                "backup", layout.length() - backup, backup, "GPT's copy", "at the end, where firmware looks for it"));
        return regions;
    }

    private static String why(String name, Platform platform, boolean sized) {
        return switch (name) {
            case "bios" -> "GRUB for machines with BIOS, in two halves: an update fills the other one";
            case "esp" -> "GRUB for machines with UEFI; FAT32 needs this much, and an update keeps the old one";
            case "root" ->
                sized
                        ? "what the size that was asked for leaves"
                        : "the content, " + (platform.free() >> 20) + " MiB free and up to whole "
                                + size(platform.alignment()) + "; grows to the disk on the first boot";
            default -> "asked for; it does not grow";
        };
    }

    private static String size(long alignment) {
        return alignment >= 1L << 30 ? (alignment >> 30) + " GiB" : (alignment >> 20) + " MiB";
    }
}
