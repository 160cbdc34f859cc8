package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;

/**
 * Partitions that a disk has beyond those that every disk has, and sizes that are asked for. They stand in front of the
 * root, which stays the last and grows to the disk.
 *
 * @param partitions in the order in which they were asked for, but {@code /boot} the first: the boot loader looks for it
 *     in the partition that follows the root's number
 * @param rootFileSystem of the root
 * @param rootBytes the root partition has at least as many
 * @param diskBytes the disk has at least as many
 * @param rootFree so many bytes of the root are free beyond what a platform wants: the first boot fills them
 */
public record PartitionPlan(
        List<Planned> partitions,
        FileSystemType rootFileSystem,
        OptionalLong rootBytes,
        OptionalLong diskBytes,
        long rootFree) {
    /** Nothing is asked for. */
    public static final PartitionPlan NONE =
            new PartitionPlan(List.of(), FileSystemType.EXT4, OptionalLong.empty(), OptionalLong.empty(), 0);

    /** The place of the boot loader's own partition. */
    static final String BOOT = "boot";

    /** Copies the list. */
    public PartitionPlan {
        partitions = List.copyOf(partitions);
    }

    /**
     * A partition with a file system.
     *
     * @param place the mount point below the root, without links: {@code boot}, {@code var} or {@code var/home}
     * @param fileSystem its kind
     * @param label of the file system
     * @param name in the partition table
     * @param guid of the partition
     * @param uuid of the file system, by which it is mounted
     * @param hashSeed of its directories
     * @param minBytes it has at least as many; absent for what its content needs
     */
    public record Planned(
            String place,
            FileSystemType fileSystem,
            String label,
            String name,
            UUID guid,
            UUID uuid,
            UUID hashSeed,
            OptionalLong minBytes) {
        /** Whether it holds the kernels, the menu and what GRUB remembers. */
        public boolean isBoot() {
            return place.equals(BOOT);
        }

        /** The same with another smallest size. */
        Planned withMinBytes(long bytes) {
            return new Planned(place, fileSystem, label, name, guid, uuid, hashSeed, OptionalLong.of(bytes));
        }

        /** The partition in a few words: {@code /var/home, ext4 'home'}. */
        public String describe() {
            return "/" + place + ", " + fileSystem.word() + " '" + label + "'"
                    + (minBytes.isPresent() ? ", at least " + (minBytes.getAsLong() >> 20) + " MiB" : "");
        }
    }

    /** Whether {@code /boot} is a partition of its own. */
    public boolean hasBoot() {
        return partitions.stream().anyMatch(Planned::isBoot);
    }

    /**
     * A tree that is divided.
     *
     * @param root the tree without what lies on other partitions; the mount points are there, empty
     * @param contents what lies on each partition, in the order of the plan
     */
    public record Split(Directory root, List<Directory> contents) {}

    /**
     * Divides the root file system's tree among the partitions.
     *
     * @param root the whole tree
     * @param var where the stateroot's {@code /var} lies in it, without a slash at either end
     */
    public Split split(Directory root, String var) {
        List<Directory> contents = new ArrayList<>();
        partitions.forEach(_ -> contents.add(root));
        Directory rest = root;
        // What is mounted inside of another partition is taken out first.
        List<Planned> inside = partitions.stream()
                .sorted(Comparator.comparingInt((Planned p) -> p.place().split("/").length)
                        .reversed())
                .toList();
        for (Planned partition : inside) {
            String path = partition.isBoot() ? BOOT : var + partition.place().substring("var".length());
            Cut cut = cut(rest, List.of(path.split("/")));
            contents.set(partitions.indexOf(partition), cut.taken());
            rest = cut.rest();
        }
        return new Split(rest, List.copyOf(contents));
    }

    private record Cut(Directory rest, Directory taken) {}

    private static Cut cut(Directory from, List<String> path) {
        if (path.isEmpty()) {
            return new Cut(new Directory(from.attributes(), new TreeMap<>()), from);
        }
        SortedMap<String, Inode> entries = new TreeMap<>(from.entries());
        Directory child = entries.get(path.getFirst()) instanceof Directory directory
                ? directory
                : new Directory(Attributes.root(0755, from.attributes().mtime()), new TreeMap<>());
        Cut cut = cut(child, path.subList(1, path.size()));
        entries.put(path.getFirst(), cut.rest());
        return new Cut(new Directory(from.attributes(), entries), cut.taken());
    }
}
