package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.DirectoryEntry;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectType;

/** The files of a repository that a checkout may be hard links to, by their inodes. */
public final class LinkableFiles {
    private LinkableFiles() {}

    /** Told of each file. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes a file by its device and inode, and the object that it is. */
        void visit(long device, long inode, Checksum checksum);
    }

    /**
     * Visits the files in one of the 256 directories of objects.
     *
     * @param shard those whose checksum begins with this byte, 0 to 255
     */
    public static void visit(Repository repository, int shard, Visitor visitor) throws IOException {
        Path objects = repository.mode() == RepositoryMode.ARCHIVE
                ? UncompressedCache.directory(repository)
                : repository.files().directory();
        String hex = HexFormat.of().toHexDigits((byte) shard);
        Path directory = objects.resolve(hex);
        List<DirectoryEntry> entries;
        long device;
        try {
            entries = LinuxFiles.entries(directory);
            device = LinuxFiles.stat(directory).dev();
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return;
            }
            throw e;
        }
        String suffix = "." + ObjectType.FILE.extension();
        boolean trusted = false;
        for (DirectoryEntry entry : entries) {
            if (!entry.name().endsWith(suffix)) {
                continue;
            }
            Optional<Checksum> checksum = Checksum.tryParse(
                    hex + entry.name().substring(0, entry.name().length() - suffix.length()));
            if (checksum.isEmpty()) {
                continue;
            }
            long inode = entry.inode();
            if (!trusted) {
                // On an overlay the numbers in directories may be others: then each file is looked at.
                long actual = LinuxFiles.stat(directory.resolve(entry.name())).ino();
                trusted = actual == inode;
                inode = actual;
            }
            visitor.visit(device, inode, checksum.get());
        }
    }
}
