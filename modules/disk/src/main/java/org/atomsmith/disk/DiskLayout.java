package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.atomsmith.disk.gpt.BiosBoot;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;

/**
 * A whole disk: a GUID partition table, boot code for BIOS machines when wanted, and partitions that begin at whole MiB,
 * all written in one pass.
 */
public final class DiskLayout implements Part {
    /** What partitions are aligned to, in bytes. */
    public static final long ALIGNMENT = 1L << 20;

    private static final long BIOS_BOOT_BYTES = 1L << 20;

    private final Gpt gpt;
    private final List<Part> contents;
    private final Optional<BiosBoot> boot;

    private DiskLayout(Gpt gpt, List<Part> contents, Optional<BiosBoot> boot) {
        this.gpt = gpt;
        this.contents = contents;
        this.boot = boot;
    }

    /** Begins a disk with its own GUID. */
    public static Builder of(UUID diskGuid) {
        return new Builder(diskGuid);
    }

    /**
     * How many bytes are left for one more partition on a disk.
     *
     * @param diskSize the whole disk in bytes
     * @param sizes the partitions in front of it, in bytes
     * @return whole MiB, 0 when nothing is left
     */
    public static long room(long diskSize, long... sizes) {
        long at = ALIGNMENT;
        for (long size : sizes) {
            at += align(size);
        }
        long end = (diskSize - (long) Gpt.BACKUP_SECTORS * Gpt.SECTOR) / ALIGNMENT * ALIGNMENT;
        return Math.max(0, end - at);
    }

    /**
     * The smallest disk that holds partitions.
     *
     * @param sizes the partitions in bytes
     * @return whole MiB, in bytes
     */
    public static long size(long... sizes) {
        long size = 2 * ALIGNMENT;
        for (long partition : sizes) {
            size += align(partition);
        }
        return size;
    }

    /** The partition table. */
    public Gpt gpt() {
        return gpt;
    }

    /**
     * What lies where.
     *
     * @param name the partition's name
     * @param offset its first byte
     * @param length how many bytes it has
     * @param content what is in it, in a few words
     */
    public record Region(String name, long offset, long length, String content) {}

    /** The partitions in the order of the disk, for a person to look at before anything is written. */
    public List<Region> regions() {
        List<Region> regions = new ArrayList<>();
        for (int i : inOrder()) {
            Partition p = gpt.partitions().get(i);
            regions.add(new Region(
                    p.name(),
                    p.firstLba() * Gpt.SECTOR,
                    p.sectors() * Gpt.SECTOR,
                    contents.get(i).describe()));
        }
        return List.copyOf(regions);
    }

    @Override
    public String describe() {
        return "GPT disk of " + (length() >> 20) + " MiB, " + contents.size() + " partitions";
    }

    @Override
    public long length() {
        return gpt.sectors() * Gpt.SECTOR;
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        long begin = sink.position();
        byte[] front = gpt.primary();
        boot.ifPresent(b -> ByteBuffer.wrap(front).put(b.bootCode()));
        sink.write(front);
        for (int i : inOrder()) {
            Partition partition = gpt.partitions().get(i);
            long at = begin + partition.firstLba() * Gpt.SECTOR;
            sink.zerosUntil(at);
            contents.get(i).writeTo(sink);
            if (sink.position() - at != contents.get(i).length()) {
                throw new IllegalStateException("partition '" + partition.name() + "' wrote " + (sink.position() - at)
                        + " bytes, not the " + contents.get(i).length() + " that it had announced");
            }
        }
        sink.zerosUntil(begin + length() - (long) Gpt.BACKUP_SECTORS * Gpt.SECTOR);
        sink.write(gpt.backup());
    }

    /** The partitions' indexes in the order of the disk. */
    private int[] inOrder() {
        return IntStream.range(0, contents.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> gpt.partitions().get(i).firstLba()))
                .mapToInt(i -> i)
                .toArray();
    }

    private static long align(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /** Collects partitions; each begins where the one before it ends. */
    public static final class Builder {
        private final UUID diskGuid;
        private final List<Partition> partitions = new ArrayList<>();
        private final List<Part> contents = new ArrayList<>();
        private Optional<BiosBoot> boot = Optional.empty();
        private long end = ALIGNMENT;

        private Builder(UUID diskGuid) {
            this.diskGuid = diskGuid;
        }

        /**
         * Adds a BIOS boot partition of 1 MiB that holds GRUB, and the boot code that loads it.
         *
         * @param bootImg GRUB's boot.img
         * @param coreImg a core.img for i386-pc, less than 1 MiB
         */
        public Builder biosBoot(UUID guid, byte[] bootImg, byte[] coreImg) {
            BiosBoot code = new BiosBoot(bootImg, coreImg, end / Gpt.SECTOR);
            boot = Optional.of(code);
            return partition(PartitionType.BIOS_BOOT.guid(), guid, "bios", 0, Part.of(code.core(), BIOS_BOOT_BYTES));
        }

        /**
         * Adds a partition as large as its content, rounded up to whole MiB.
         *
         * @param type the type's GUID
         * @param guid the partition's own GUID
         * @param name the partition's name
         * @param attributes attribute bits, see {@link Partition}
         */
        public Builder partition(UUID type, UUID guid, String name, long attributes, Part content) {
            return numbered(partitions.size() + 1, type, guid, name, attributes, content);
        }

        /**
         * Adds a partition behind all others that has a number in front of some: theirs grow by one.
         *
         * @param number counted from 1, at most one more than there are partitions
         */
        public Builder numbered(int number, UUID type, UUID guid, String name, long attributes, Part content) {
            long size = align(content.length());
            partitions.add(
                    number - 1, new Partition(type, guid, end / Gpt.SECTOR, size / Gpt.SECTOR, attributes, name));
            contents.add(number - 1, content);
            end += size;
            return this;
        }

        /** The smallest disk that holds the partitions, in whole MiB. */
        public DiskLayout build() {
            return build(end + ALIGNMENT);
        }

        /**
         * A disk of a given size.
         *
         * @param diskSize bytes, whole sectors
         * @throws IllegalArgumentException when the partitions do not fit
         */
        public DiskLayout build(long diskSize) {
            if (diskSize % Gpt.SECTOR != 0) {
                throw new IllegalArgumentException(
                        "a disk of " + diskSize + " bytes does not have whole sectors of 512");
            }
            return new DiskLayout(new Gpt(diskGuid, diskSize / Gpt.SECTOR, partitions), List.copyOf(contents), boot);
        }
    }
}
