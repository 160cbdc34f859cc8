package org.atomsmith.rpm.create;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds the package files below a directory. */
final class PackageFiles {
    private static final int MAX_DEPTH = 32;

    private PackageFiles() {}

    /**
     * A package file.
     *
     * @param href its path relative to the repository, with slashes
     * @param time when it was modified, seconds since 1970
     */
    record Found(Path path, String href, long size, long time) {}

    /** Every {@code .rpm} file, symbolic links followed, in the order of the paths' characters. */
    static List<Found> below(Path directory) throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) all.filter(p -> p.toString().endsWith(".rpm"))::iterator) {
                BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                if (file.isRegularFile()) {
                    found.add(new Found(
                            path,
                            directory.relativize(path).toString(),
                            file.size(),
                            file.lastModifiedTime().to(TimeUnit.SECONDS)));
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
        found.sort(Comparator.comparing(Found::href));
        return found;
    }
}
