package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;

/**
 * The files of a delta that is being made: written aside, then moved to their places with the superblock last, so that a
 * delta which has a superblock is whole.
 */
final class DeltaFiles implements AutoCloseable {
    private static final String PREFIX = "delta-";

    private final Path aside;
    private final Path superblock;
    private final boolean sync;

    private DeltaFiles(Path aside, Path superblock, boolean sync) {
        this.aside = aside;
        this.superblock = superblock;
        this.sync = sync;
    }

    static DeltaFiles create(Repository repository, DeltaName name, DeltaOptions options) throws IOException {
        boolean sync = repository.config().fsync();
        if (options.file().isPresent()) {
            Path file = options.file().get().toAbsolutePath();
            Path directory = Optional.ofNullable(file.getParent()).orElseThrow();
            return new DeltaFiles(Files.createTempDirectory(directory, "." + PREFIX), file, sync);
        }
        Path tmp = repository.path().resolve("tmp");
        return new DeltaFiles(
                Files.createTempDirectory(tmp, PREFIX), repository.path().resolve(name.superblock()), sync);
    }

    /** Where the file of a part is written. */
    Path part(int index) {
        return aside.resolve(Integer.toString(index));
    }

    /** Moves so many parts to their places, then the superblock. */
    void publish(byte[] bytes, int parts) throws IOException {
        Path block = aside.resolve("superblock");
        Files.write(block, bytes);
        LinuxFiles.chmod(block, 0644);
        finish(block);
        for (int i = 0; i < parts; i++) {
            LinuxFiles.chmod(part(i), 0644);
            finish(part(i));
        }
        Path directory = Optional.ofNullable(superblock.getParent()).orElseThrow();
        Files.createDirectories(directory);
        Files.deleteIfExists(superblock);
        for (Path old : oldParts(directory)) {
            Files.delete(old);
        }
        for (int i = 0; i < parts; i++) {
            Files.move(part(i), directory.resolve(Integer.toString(i)), StandardCopyOption.ATOMIC_MOVE);
        }
        if (sync) {
            LinuxFiles.fsync(directory);
        }
        Files.move(block, superblock, StandardCopyOption.ATOMIC_MOVE);
        if (sync) {
            LinuxFiles.fsync(directory);
        }
    }

    private void finish(Path file) throws IOException {
        if (sync) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Parts of the delta that was there; beside a superblock elsewhere, files are their owner's. */
    private List<Path> oldParts(Path directory) throws IOException {
        List<Path> old = new ArrayList<>();
        if (superblock.endsWith("superblock")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9]*")) {
                files.forEach(old::add);
            }
        }
        return old;
    }

    /** Removes what was not moved. */
    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(aside)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(aside);
    }
}
