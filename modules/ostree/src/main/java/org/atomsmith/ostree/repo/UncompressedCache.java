package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectType;

/**
 * Uncompressed files of an archive, {@code uncompressed-objects-cache/XX/<62 hex>.file}, to which checkouts of users are
 * hard links: the second checkout uncompresses nothing. Thread-safe.
 */
public final class UncompressedCache {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Repository repository;
    private final Path directory;

    UncompressedCache(Repository repository) {
        this.repository = repository;
        this.directory = directory(repository);
    }

    static Path directory(Repository repository) {
        return repository.path().resolve("uncompressed-objects-cache");
    }

    /**
     * The file of a regular file's object, uncompressed now when it was not. One that a crash left short is replaced.
     *
     * @param size of the content, in bytes
     * @param permissions what the file gets, the same for each checkout of a user
     */
    public Path file(Checksum checksum, long size, int permissions) throws IOException {
        String hex = checksum.hex();
        Path shard = directory.resolve(hex.substring(0, 2));
        Path file = shard.resolve(hex.substring(2) + "." + ObjectType.FILE.extension());
        Optional<FileStatus> there = LinuxFiles.find(file);
        if (there.isPresent() && there.get().size() == size) {
            return file;
        }
        Files.createDirectories(shard);
        Path aside = shard.resolve(".tmp-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
        try {
            try (ContentObject content = repository.openContent(checksum);
                    InputStream in = content.stream();
                    OutputStream out =
                            Files.newOutputStream(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                in.transferTo(out);
            }
            LinuxFiles.chmod(aside, permissions);
            publish(aside, file, there.isPresent());
        } finally {
            Files.deleteIfExists(aside);
        }
        return file;
    }

    /** What another thread or process made meanwhile stays: it may be linking that, and a file whose last name went has no more links. */
    private static void publish(Path aside, Path file, boolean replaces) throws IOException {
        if (replaces) {
            LinuxFiles.rename(aside, file);
            return;
        }
        try {
            LinuxFiles.link(aside, file);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }
}
