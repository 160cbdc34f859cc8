package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionTable;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.LinuxFiles;

/**
 * The disk that a host's root file system is on.
 *
 * @param device its node, or a file with its bytes
 * @param table its partitions
 */
public record BootDisk(Path device, PartitionTable table) {
    private static final int MAX_SECTORS = 1 << 12;

    /**
     * Finds the disk that holds a directory.
     *
     * @param sys the mounted sysfs
     * @param dev the device nodes
     * @throws HostException when the directory is not on a partition, or the disk has no GPT
     */
    public static BootDisk of(Path directory, Path sys, Path dev) throws IOException {
        long number = LinuxFiles.stat(directory).dev();
        long major = number >>> 8 & 0xfff | number >>> 32 & ~0xfffL;
        long minor = number & 0xff | number >>> 12 & ~0xffL;
        Path block;
        try {
            block = sys.resolve("dev/block/" + major + ":" + minor).toRealPath();
        } catch (NoSuchFileException e) {
            throw new HostException(directory + " is on no partition of a disk (device " + major + ":" + minor
                    + "), so there is no boot loader to look at");
        }
        if (!Files.exists(block.resolve("partition"))) {
            throw new HostException(directory + " is on " + block.getFileName()
                    + ", which is no partition; a boot loader is looked for beside partitions only");
        }
        Path whole = java.util.Objects.requireNonNull(block.getParent());
        return open(dev.resolve(whole.getFileName().toString()));
    }

    /** Opens a disk by its node, or a file with its bytes. */
    public static BootDisk open(Path device) throws IOException {
        try {
            return new BootDisk(device, PartitionTable.parse(read(device, 0, PartitionTable.BYTES)));
        } catch (IllegalArgumentException e) {
            throw new HostException(device + ": " + e.getMessage());
        }
    }

    /** The node of a partition. */
    public Path node(Partition partition) {
        int number = table.partitions().indexOf(partition) + 1;
        String name = device.getFileName().toString();
        boolean digit = Character.isDigit(name.charAt(name.length() - 1));
        return device.resolveSibling(name + (digit ? "p" : "") + number);
    }

    /** The partition of a type. */
    java.util.Optional<Partition> partition(PartitionType type) {
        return table.first(type);
    }

    /** Reads whole sectors. */
    byte[] sectors(long first, int count) throws IOException {
        if (count < 0 || count > MAX_SECTORS) {
            throw new IllegalArgumentException(count + " sectors");
        }
        return read(device, first * Gpt.SECTOR, count * Gpt.SECTOR);
    }

    /** Writes whole sectors; they are on the disk when this returns. */
    void write(long first, byte[] sectors) throws IOException {
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(sectors);
            long at = first * Gpt.SECTOR;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            channel.force(true);
        }
    }

    private static byte[] read(Path device, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
                // A node may give less than was asked for.
            }
        }
        return bytes.array();
    }
}
