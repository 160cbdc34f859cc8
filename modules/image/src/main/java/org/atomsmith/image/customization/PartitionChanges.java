package org.atomsmith.image.customization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.atomsmith.compose.treefile.Located;

/** Plans partitions of their own and mounts them by {@code /etc/fstab}. */
final class PartitionChanges {
    /** What else a partition with a swap file has room for. */
    private static final long BESIDE_SWAP = 256L << 20;

    private final Draft draft;
    private final String seed;

    /**
     * A planner.
     *
     * @param seed what the identifiers derive from
     */
    PartitionChanges(Draft draft, String seed) {
        this.draft = draft;
        this.seed = seed;
    }

    PartitionPlan apply(Customization.Storage storage, Optional<Customization.Swap> swap) throws IOException {
        FileSystemType rootFileSystem = storage.rootFileSystem()
                .flatMap(word -> FileSystemType.of(word.value()))
                .orElse(FileSystemType.EXT4);
        if (rootFileSystem == FileSystemType.XFS) {
            storage.rootFileSystem().ifPresent(this::checkXfs);
        }
        List<PartitionPlan.Planned> planned = new ArrayList<>();
        Map<String, Located<String>> places = new HashMap<>();
        Map<String, Located<String>> labels = new HashMap<>();
        for (Customization.Partition partition : storage.partitions()) {
            Located<String> mountPoint = partition.mountPoint();
            String place = draft.host().resolve(mountPoint.value().substring(1));
            FileSystemType type =
                    FileSystemType.of(partition.fileSystem().value()).orElse(FileSystemType.EXT4);
            if (place.equals(PartitionPlan.BOOT) && type != FileSystemType.EXT4) {
                draft.problem(
                        partition.fileSystem(),
                        "/boot of " + type.word() + " is not built: GRUB writes there how often it has tried an update",
                        "use ext4");
            } else if (type == FileSystemType.XFS) {
                checkXfs(partition.fileSystem());
            }
            Optional<String> refusal = refusal(place);
            if (refusal.isPresent()) {
                draft.problem(mountPoint, "no partition for '" + mountPoint + "': " + refusal.get(), "remove it");
                continue;
            }
            Located<String> before = places.putIfAbsent(place, mountPoint);
            if (before != null) {
                draft.problem(
                        mountPoint,
                        "two partitions have the mount point /" + place + ": '" + before + "' and '" + mountPoint + "'",
                        "remove one of them");
                continue;
            }
            Located<String> label =
                    partition.label().orElseGet(() -> new Located<>(label(place, type), mountPoint.at()));
            if (labels.putIfAbsent(label.value(), label) != null) {
                draft.problem(
                        label, "two partitions have the label '" + label + "'", "give one of them another 'label'");
            }
            PartitionPlan.Planned one = planned(
                    place, type, label.value(), partition.partitionName().orElse(label.value()), partition.minBytes());
            planned.add(one.isBoot() ? 0 : planned.size(), one);
        }
        if (rootFileSystem != FileSystemType.EXT4 && planned.stream().noneMatch(PartitionPlan.Planned::isBoot)) {
            // GRUB does not read the root.
            Located<String> taken = labels.get(PartitionPlan.BOOT);
            if (taken != null) {
                draft.problem(
                        taken, "the label 'boot' is that of the partition for /boot", "give this one another 'label'");
            }
            planned.addFirst(planned(
                    PartitionPlan.BOOT,
                    FileSystemType.EXT4,
                    PartitionPlan.BOOT,
                    PartitionPlan.BOOT,
                    OptionalLong.empty()));
        }
        if (!planned.isEmpty()) {
            fstab(planned);
        }
        boolean isOnRoot = swap.isEmpty() || !makeRoom(swap.get(), planned);
        return new PartitionPlan(
                planned,
                rootFileSystem,
                storage.rootBytes(),
                storage.diskBytes(),
                isOnRoot ? swap.map(Customization.Swap::bytes).orElse(0L) : 0);
    }

    /**
     * Sees that a partition has room for the swap file that the first boot makes in it.
     *
     * @return whether one of the partitions is to hold it
     */
    private boolean makeRoom(Customization.Swap swap, List<PartitionPlan.Planned> planned) {
        String place = draft.host().resolve(swap.path().value().substring(1));
        Optional<PartitionPlan.Planned> holder = planned.stream()
                .filter(p -> place.startsWith(p.place() + "/"))
                .max(Comparator.comparingInt(p -> p.place().length()));
        if (holder.isEmpty()) {
            return false;
        }
        PartitionPlan.Planned partition = holder.get();
        long needed = swap.bytes() + BESIDE_SWAP;
        if (partition.minBytes().isPresent() && partition.minBytes().getAsLong() < needed) {
            draft.problem(
                    swap.path(),
                    "the swap file does not fit on the partition /" + partition.place() + " of "
                            + (partition.minBytes().getAsLong() >> 20) + " MiB",
                    "give the partition a 'minsize' of " + Math.ceilDiv(needed, 1L << 20) + " MiB, or put the file"
                            + " elsewhere with 'swap.path'");
        } else if (partition.minBytes().isEmpty()) {
            planned.set(planned.indexOf(partition), partition.withMinBytes(needed));
        }
        return true;
    }

    private static Optional<String> refusal(String place) {
        if (place.equals(PartitionPlan.BOOT)) {
            return Optional.empty();
        }
        if (place.startsWith("boot/")) {
            return Optional.of("the boot loader looks for its menu and the kernels on one file system");
        }
        if (place.equals("usr") || place.startsWith("usr/") || place.equals("etc") || place.startsWith("etc/")) {
            return Optional.of("/usr and /etc belong to a deployment, of which a host has several");
        }
        if (place.equals("sysroot") || place.startsWith("sysroot/")) {
            return Optional.of("/sysroot is the root file system itself");
        }
        if (place.equals("var/run") || place.equals("var/lock") || place.startsWith("run")) {
            return Optional.of("it lives in memory");
        }
        if (!place.equals("var") && !place.startsWith("var/")) {
            return Optional.of("/" + place + " is not in /var, where a machine's own files are");
        }
        return Optional.empty();
    }

    private PartitionPlan.Planned planned(
            String place, FileSystemType type, String label, String name, OptionalLong minBytes) {
        return new PartitionPlan.Planned(
                place,
                type,
                label,
                name,
                identifier("partition", place),
                identifier("file system", place),
                identifier("hash", place),
                minBytes);
    }

    /** What a host needs to mount XFS, and to grow it. */
    private void checkXfs(Located<String> wish) {
        HostFiles host = draft.host();
        if (!host.hasProgram("xfs_growfs")) {
            draft.problem(
                    wish,
                    "the tree has no xfs_growfs, which grows XFS on the first boot, and no other tool for it",
                    "add xfsprogs to the treefile's packages and build again, or use ext4");
        }
        boolean known = host.names("usr/lib/modules").stream()
                .map(release -> "usr/lib/modules/" + release + "/")
                .anyMatch(modules ->
                        host.names(modules + "kernel/fs/xfs").stream().anyMatch(name -> name.startsWith("xfs.ko"))
                                || isBuiltIn(modules));
        if (!known) {
            draft.problem(wish, "the tree's kernel has no module for XFS", "use a kernel that has it, or ext4");
        }
    }

    private boolean isBuiltIn(String modules) {
        try {
            return draft.text(modules + "modules.builtin")
                    .filter(text -> text.contains("kernel/fs/xfs/xfs.ko"))
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String label(String place, FileSystemType type) {
        String name = place.substring(place.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.+-]", "_");
        return name.substring(0, Math.min(name.length(), type.labelBytes()));
    }

    /** ostree's own mount of /var gives way to one of fstab. */
    private void fstab(List<PartitionPlan.Planned> planned) throws IOException {
        StringBuilder text = new StringBuilder(draft.text("etc/fstab").orElse(""));
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        for (PartitionPlan.Planned one : planned) {
            text.append("UUID=")
                    .append(one.uuid())
                    .append(" /")
                    .append(one.place())
                    .append(' ')
                    .append(one.fileSystem().mountLine())
                    .append('\n');
        }
        draft.rewrite("etc/fstab", 0644, text.toString());
    }

    /** A UUID in the form of RFC 9562's version 8: the same image has the same, another has another. */
    private UUID identifier(String kind, String place) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("atomsmith\0" + seed + "\0" + kind + "\0" + place).getBytes(StandardCharsets.UTF_8));
            digest[6] = (byte) (digest[6] & 0x0f | 0x80);
            digest[8] = (byte) (digest[8] & 0x3f | 0x80);
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
