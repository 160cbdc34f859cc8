package org.atomsmith.compose.cache;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.FileLock;

/**
 * The directory that builds share: downloads, imported packages, trees after their scriptlets, initramfs images. Whatever
 * is in it can be made again. Entries appear whole or not at all, and several builds may use it at once.
 */
public final class BuildCache {
    private final Path root;

    /** Opens the cache, making its directory when there is none. */
    public BuildCache(Path root) throws IOException {
        this.root = root.toAbsolutePath();
        Files.createDirectories(this.root);
    }

    /** Where the cache is unless told otherwise: {@code $XDG_CACHE_HOME/atomsmith}, {@code ~/.cache/atomsmith}. */
    public static Path defaultRoot(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (xdg.startsWith("/")) {
            return Path.of(xdg, "atomsmith");
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home, ".cache", "atomsmith") : Path.of("/var/tmp/atomsmith-cache");
    }

    /** The cache's directory. */
    public Path root() {
        return root;
    }

    /** Opens an entry, when it is there. */
    public Optional<InputStream> find(String kind, String key) throws IOException {
        try {
            return Optional.of(new BufferedInputStream(Files.newInputStream(path(kind, key)), 1 << 16));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where an entry is, or would be. */
    public Path path(String kind, String key) {
        return root.resolve(kind).resolve(key.substring(0, 2)).resolve(key);
    }

    /** Writes an entry's bytes. */
    @FunctionalInterface
    public interface Writer {
        /** Writes everything; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Adds an entry, replacing one of that key. */
    public void put(String kind, String key, Writer writer) throws IOException {
        Path path = path(kind, key);
        Files.createDirectories(path.getParent());
        Path temporary = Files.createTempFile(path.getParent(), ".new-", "");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                writer.writeTo(out);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * A directory for files of this run, on the cache's file system. It is gone when closed; what a killed run left is
     * removed when the next scratch directory is made.
     */
    public Scratch scratch() throws IOException {
        Path parent = Files.createDirectories(root.resolve("work"));
        try (FileLock all = FileLock.acquire(parent.resolve("lock"), FileLock.Mode.EXCLUSIVE, Duration.ofMinutes(5))) {
            removeAbandoned(parent);
            Path lockFile = Files.createTempFile(parent, "run-", ".lock");
            FileLock lock = FileLock.tryAcquire(lockFile, FileLock.Mode.EXCLUSIVE)
                    .orElseThrow(() -> new IOException("cannot lock the new file " + lockFile));
            Path directory = Files.createDirectory(
                    ofLock(lockFile),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new Scratch(directory, lock);
        }
    }

    private static Path ofLock(Path lockFile) {
        String name = lockFile.getFileName().toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - ".lock".length()));
    }

    private static Path lockOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".lock");
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(parent, "run-*.lock")) {
            for (Path lockFile : runs) {
                Optional<FileLock> lock = FileLock.tryAcquire(lockFile, FileLock.Mode.EXCLUSIVE);
                if (lock.isPresent()) {
                    try (FileLock held = lock.get()) {
                        removeAll(ofLock(lockFile));
                        Files.deleteIfExists(lockFile);
                    }
                }
            }
        }
    }

    /** Removes a directory and all below it, following no link. Missing is fine. */
    public static void removeAll(Path directory) throws IOException {
        if (!Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(directory);
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                dir.toFile().setWritable(true, true);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path dir, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A run's own directory. */
    public static final class Scratch implements AutoCloseable {
        private final Path directory;
        private final FileLock lock;

        private Scratch(Path directory, FileLock lock) {
            this.directory = directory;
            this.lock = lock;
        }

        /** The directory: empty at first, on the cache's file system. */
        public Path directory() {
            return directory;
        }

        @Override
        public void close() throws IOException {
            try {
                removeAll(directory);
                Files.deleteIfExists(lockOf(directory));
            } finally {
                lock.close();
            }
        }
    }
}
