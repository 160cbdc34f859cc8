package org.atomsmith.image.customization;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.atomsmith.compose.treefile.ByteSize;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Position;
import org.atomsmith.compose.treefile.Problems;

/** Reads sizes, partitions and the swap file. */
final class StorageReader {
    private static final long PAGE = 4096;
    private static final long SMALLEST_SWAP = 1 << 20;
    private static final int PARTITION_NAME = 36;
    private static final Set<String> OWN_LABELS = Set.of("root", "ESP", PartitionPlan.BOOT);

    private final Problems problems;

    StorageReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Customization.Swap> swap(Section all) {
        if (!all.has("swap")) {
            return Optional.empty();
        }
        Section swap = all.section("swap");
        Located<String> path = swap.text("path").orElse(new Located<>("/var/swapfile", swap.at()));
        AbsolutePath.fault(path.value())
                .ifPresent(fault -> problems.error(path.at(), "'swap.path': '" + path + "' " + fault, ""));
        OptionalLong size = size(swap, "size");
        if (size.isPresent() && size.getAsLong() < SMALLEST_SWAP) {
            problems.error(swap.at(), "a swap file has at least 1 MiB", "write 'size: 2 GiB'");
        }
        return size.isPresent()
                ? Optional.of(new Customization.Swap(Math.ceilDiv(size.getAsLong(), PAGE) * PAGE, path))
                : Optional.empty();
    }

    Customization.Storage storage(Section all) {
        if (all.has("filesystem") && all.has("disk")) {
            problems.error(
                    all.section("disk").at(), "'disk' and 'filesystem' both describe partitions", "keep one of them");
        }
        Section disk = all.section("disk");
        disk.text("type")
                .filter(type -> !type.value().equals("gpt"))
                .ifPresent(type -> problems.error(
                        type.at(), "a partition table of type '" + type + "' is not built", "write gpt, or remove it"));
        List<Section> wishes = new ArrayList<>(all.sections("filesystem"));
        wishes.addAll(disk.sections("partitions"));
        List<Customization.Partition> partitions = new ArrayList<>();
        Optional<Located<String>> rootFileSystem = Optional.empty();
        OptionalLong rootBytes = OptionalLong.empty();
        Map<String, Position> seen = new HashMap<>();
        for (Section wish : wishes) {
            Optional<Customization.Partition> read = partition(wish);
            if (read.isEmpty()) {
                continue;
            }
            Customization.Partition partition = read.get();
            Located<String> mountPoint = partition.mountPoint();
            Position before = seen.putIfAbsent(mountPoint.value(), mountPoint.at());
            if (before != null) {
                problems.error(
                        mountPoint.at(),
                        "two partitions have the mount point '" + mountPoint + "', the first in " + before,
                        "remove one of them");
            } else if (mountPoint.value().equals("/")) {
                rootFileSystem = Optional.of(partition.fileSystem());
                rootBytes = partition.minBytes();
                partition
                        .label()
                        .ifPresent(label -> problems.error(
                                label.at(), "the root's label is 'root': the boot loader looks for it", "remove it"));
            } else {
                partitions.add(partition);
            }
        }
        return new Customization.Storage(size(disk, "minsize"), rootFileSystem, rootBytes, List.copyOf(partitions));
    }

    private Optional<Customization.Partition> partition(Section wish) {
        Optional<Located<String>> type =
                wish.text("type").filter(t -> !t.value().equals("plain"));
        Located<String> fileSystem = wish.text("fs_type").orElse(new Located<>("ext4", wish.at()));
        if (type.isPresent()) {
            problems.error(
                    type.get().at(),
                    switch (type.get().value()) {
                        case "lvm" -> "logical volumes (LVM) are not built";
                        case "btrfs" -> "btrfs volumes are not built";
                        case "luks" -> "encrypted partitions (LUKS) are not built";
                        default -> "a partition of type '" + type.get() + "' is not known";
                    },
                    "use plain partitions with ext4 or xfs");
            return Optional.empty();
        }
        if (fileSystem.value().equals("swap")) {
            problems.error(
                    fileSystem.at(), "swap partitions are not built", "use a swap file: the customization 'swap'");
            return Optional.empty();
        }
        Optional<Located<String>> mountPoint = wish.text("mountpoint");
        if (mountPoint.isEmpty()) {
            problems.error(wish.at(), "a partition has no 'mountpoint'", "add it");
            return Optional.empty();
        }
        Optional<String> fault = AbsolutePath.fault(mountPoint.get().value())
                .or(() -> mountPoint.get().value().matches(".*[\\s#\\\\].*")
                        ? Optional.of("has a space, a # or a backslash")
                        : Optional.empty());
        if (fault.isPresent()) {
            problems.error(mountPoint.get().at(), "mount point '" + mountPoint.get() + "' " + fault.get(), "");
            return Optional.empty();
        }
        checkFileSystem(fileSystem, mountPoint.get().value());
        Optional<Located<String>> label = wish.text("label");
        boolean isBoot = mountPoint.get().value().equals("/boot");
        label.filter(_ -> isBoot)
                .ifPresent(text -> problems.error(
                        text.at(), "the label of /boot is 'boot': the boot loader looks for it", "remove it"));
        label.filter(_ -> !isBoot)
                .ifPresent(text ->
                        checkLabel(text, FileSystemType.of(fileSystem.value()).orElse(FileSystemType.EXT4)));
        Optional<Located<String>> name = wish.text("part_label");
        name.filter(n -> n.value().length() > PARTITION_NAME || n.value().matches(".*\\p{Cntrl}.*"))
                .ifPresent(n -> problems.error(n.at(), "a partition's name has at most 36 characters", ""));
        return Optional.of(new Customization.Partition(
                mountPoint.get(), fileSystem, label, name.map(Located::value), size(wish, "minsize")));
    }

    private void checkFileSystem(Located<String> fileSystem, String mountPoint) {
        String reason = switch (fileSystem.value()) {
            case "ext4", "xfs" -> "";
            case "btrfs" ->
                (mountPoint.equals("/") ? "a root of btrfs is not built: " : "btrfs is not built: ")
                        + "nothing writes one without mounting it so that two builds have the same bytes (mkfs.btrfs"
                        + " draws identifiers of its own and takes the clock's time)";
            case "erofs", "squashfs" ->
                mountPoint.equals("/")
                        ? "a root of " + fileSystem + " cannot be written to, and a host keeps its deployments and /var"
                                + " there"
                        : fileSystem + " cannot be written to";
            case "vfat" -> "a partition of FAT has no owners and modes";
            default -> "the file system '" + fileSystem + "' is not known";
        };
        if (!reason.isEmpty()) {
            problems.error(fileSystem.at(), reason, "use ext4 or xfs");
        }
    }

    private void checkLabel(Located<String> label, FileSystemType type) {
        if (label.value().getBytes(StandardCharsets.UTF_8).length > type.labelBytes()
                || !label.value().matches("[A-Za-z0-9_.+-]+")) {
            problems.error(
                    label.at(),
                    "'" + label + "' cannot be a label of " + type.word(),
                    "use at most " + type.labelBytes() + " letters, digits and _ . + -");
        }
        if (OWN_LABELS.contains(label.value())) {
            problems.error(label.at(), "the label '" + label + "' is that of the image's own partition", "use another");
        }
    }

    /** Bytes of a size with its unit, or of a number of bytes. */
    private OptionalLong size(Section section, String key) {
        Optional<Located<String>> written = section.text(key);
        if (written.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong bytes = written.get().value().matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(written.get().value()))
                : ByteSize.parse(written.get().value());
        if (bytes.isEmpty() || bytes.getAsLong() == 0) {
            problems.error(
                    written.get().at(),
                    "'" + written.get() + "' is no size",
                    "write it as 10 GiB or 512 MiB, or in bytes");
            return OptionalLong.empty();
        }
        return bytes;
    }
}
