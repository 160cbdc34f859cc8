package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;

/**
 * The directory of one running guest. Its lock is held as long as the process lives: one that nobody holds was left by a
 * process that was killed, and the next guest removes it.
 */
final class GuestDirectory implements AutoCloseable {
    private static final String PREFIX = "atomsmith-guest";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileLock lock;

    private GuestDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static GuestDirectory create(Path parent) throws IOException {
        removeAbandoned(parent);
        Path path = Files.createTempDirectory(parent, PREFIX);
        return new GuestDirectory(
                path, FileLock.acquire(path.resolve(LOCK), FileLock.Mode.EXCLUSIVE, Duration.ofSeconds(10)));
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : directories) {
                if (isOurs(directory)) {
                    removeIfAbandoned(directory);
                }
            }
        }
    }

    private static boolean isOurs(Path directory) throws IOException {
        // Without the lock file another process has only just made it.
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Files.isWritable(directory)
                && LinuxFiles.find(directory.resolve(LOCK))
                        .filter(lock -> lock.isRegular())
                        .isPresent();
    }

    private static void removeIfAbandoned(Path directory) throws IOException {
        Optional<FileLock> free = FileLock.tryAcquire(directory.resolve(LOCK), FileLock.Mode.EXCLUSIVE);
        if (free.isPresent()) {
            try (FileLock held = free.get()) {
                Trees.delete(directory);
            }
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Trees.delete(path);
        lock.close();
    }
}
