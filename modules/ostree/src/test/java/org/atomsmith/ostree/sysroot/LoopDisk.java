package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomsmith.ostree.OstreeCommand;
import org.junit.jupiter.api.Assumptions;

/**
 * A system on an ext4 file system in a file, with the features of our disks, mounted through a loop device. What is in the
 * file is what had reached the disk; what the kernel still has in memory is lost when the file is copied.
 */
final class LoopDisk implements AutoCloseable {
    private static final String FEATURES =
            "none,has_journal,ext_attr,resize_inode,dir_index,filetype,extent,64bit,flex_bg,"
                    + "sparse_super,large_file,huge_file,dir_nlink,extra_isize,metadata_csum";

    private static final int BLOCK = 4096;

    private final Path image;
    private final Path root;

    private LoopDisk(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    /** Skips the test on a machine without the tools and rights. */
    static void assumePossible() {
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root mounts");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "there are no loop devices");
        Assumptions.assumeTrue(
                OstreeCommand.exitCode("mkfs.ext4", "-V") == 0, "mkfs.ext4 (e2fsprogs) is not installed");
        Assumptions.assumeTrue(
                OstreeCommand.exitCode("grub-fstest", "--version") == 0, "grub-fstest (grub-common) is not installed");
    }

    /** Makes a file system that holds a directory tree. */
    static void create(Path tree, Path image) {
        OstreeCommand.run(
                "mkfs.ext4", "-q", "-b", "" + BLOCK, "-O", FEATURES, "-d", tree.toString(), image.toString(), "64M");
    }

    /** Mounts a file. Nothing is written in the background while a test runs: it says itself what reaches the disk. */
    static LoopDisk mount(Path image, Path directory, String options) throws IOException {
        Files.createDirectories(directory);
        OstreeCommand.run("mount", "-o", "loop," + options, image.toString(), directory.toString());
        return new LoopDisk(image, directory);
    }

    /** Where it is mounted. */
    Path root() {
        return root;
    }

    /** The disk as it is after a loss of power now. */
    void cutPower(Path copy) throws IOException {
        copy(image, copy);
    }

    /** Commits the journal, as any fsync in the system does, without writing the changes to their places. */
    void commitJournal() throws IOException {
        Path file = root.resolve("ostree/.journal");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(1);
            out.getFD().sync();
        }
    }

    /** Writes everything to its place. */
    void writeBack() {
        OstreeCommand.run("sync", "-f", root.toString());
    }

    @Override
    public void close() {
        OstreeCommand.run("umount", root.toString());
    }

    /**
     * Copies a disk into a new file. A mount namespace that another process made meanwhile may still have the old file
     * mounted, and a new mount of that would show what the kernel remembers of the old disk.
     */
    static void copy(Path image, Path copy) throws IOException {
        Files.deleteIfExists(copy);
        OstreeCommand.run("cp", "--sparse=always", image.toString(), copy.toString());
    }

    /** Replays the journal, and checks that all is well then. */
    static void replay(Path image) {
        assertThat(OstreeCommand.exitCode("e2fsck", "-fy", image.toString())).isIn(0, 1);
        assertThat(OstreeCommand.exitCode("e2fsck", "-fn", image.toString())).isZero();
    }

    /** A block, and what is to be in it later. */
    record Change(long position, byte[] before, byte[] after) {

        /** Writes what is to be in the block, or what was in it. */
        void write(RandomAccessFile image, boolean changed) throws IOException {
            image.seek(position);
            image.write(changed ? after : before);
        }
    }

    /** The blocks in which two disks differ. */
    static List<Change> changes(Path before, Path after) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (RandomAccessFile one = new RandomAccessFile(before.toFile(), "r");
                RandomAccessFile other = new RandomAccessFile(after.toFile(), "r")) {
            byte[] a = new byte[1 << 20];
            byte[] b = new byte[1 << 20];
            for (long position = 0; position < one.length(); position += a.length) {
                one.readFully(a);
                other.readFully(b);
                for (int at = 0; at < a.length && !Arrays.equals(a, b); at += BLOCK) {
                    if (!Arrays.equals(a, at, at + BLOCK, b, at, at + BLOCK)) {
                        changes.add(new Change(
                                position + at,
                                Arrays.copyOfRange(a, at, at + BLOCK),
                                Arrays.copyOfRange(b, at, at + BLOCK)));
                    }
                }
            }
        }
        return changes;
    }
}
