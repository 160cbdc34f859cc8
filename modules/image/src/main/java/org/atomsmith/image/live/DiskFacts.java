package org.atomsmith.image.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionTable;
import org.atomsmith.disk.gpt.PartitionType;

/**
 * What the medium says about the disk on it, in a file of {@code NAME=VALUE} lines that always has the same length: the
 * initramfs reads where the root file system is, the installer how large the disk is and what its digest.
 *
 * @param id the medium's identifier
 * @param size of the disk in bytes
 * @param sha256 of the disk in hexadecimal
 * @param root where the root file system begins, in bytes
 * @param rootSize how many bytes its partition has
 */
record DiskFacts(String id, long size, String sha256, long root, long rootSize) {
    /** How long the file is. */
    static final int BYTES = 512;

    /** How much of the disk's begin tells where its root is. */
    static final int TABLE_BYTES = PartitionTable.BYTES;

    /**
     * Facts of a disk.
     *
     * @param table the first {@link #TABLE_BYTES} of the disk
     * @throws IllegalArgumentException when the disk has no root partition
     */
    static DiskFacts of(String id, long size, String sha256, byte[] table) {
        PartitionTable partitions = PartitionTable.parse(table);
        Optional<Partition> root = partitions.first(PartitionType.ROOT_X86_64);
        Partition found = root.or(() -> partitions.first(PartitionType.ROOT_ARM64))
                .orElseThrow(() -> new IllegalArgumentException("the disk has no root partition to run from"));
        return new DiskFacts(id, size, sha256, found.firstLba() * Gpt.SECTOR, found.sectors() * Gpt.SECTOR);
    }

    /** The file. */
    byte[] bytes() {
        String text = "ID=" + id + "\nSIZE=" + size + "\nSHA256=" + sha256 + "\nROOT=" + root + "\nROOTSIZE=" + rootSize
                + "\n";
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), BYTES);
        Arrays.fill(bytes, text.length(), BYTES, (byte) '\n');
        return bytes;
    }
}
