package org.atomsmith.ostree.sysroot.etc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;

/**
 * How a deployment's {@code /etc} differs from its {@code /usr/etc}; paths are relative to both, sorted. Extended
 * attributes are not compared: labels differ between the two places by their nature. A removed directory stands for all
 * that was in it; an added one is listed with all that is in it. What is neither file, directory nor symbolic link is
 * listed and no more.
 *
 * @param modified changed in content, kind, owner or mode
 * @param removed in the defaults only
 * @param added in {@code /etc} only
 */
public record ConfigurationDiff(List<String> modified, List<String> removed, List<String> added) {
    private static final int MAX_DEPTH = 256;

    /** Copies the lists. */
    public ConfigurationDiff {
        modified = List.copyOf(modified);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** Compares the two directories. */
    public static ConfigurationDiff between(Path defaults, Path current) throws IOException {
        Comparison comparison = new Comparison(defaults, current);
        comparison.directory("", 0);
        return new ConfigurationDiff(comparison.modified, comparison.removed, comparison.added);
    }

    private static final class Comparison {
        private final Path defaults;
        private final Path current;
        private final List<String> modified = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private final List<String> added = new ArrayList<>();

        Comparison(Path defaults, Path current) {
            this.defaults = defaults;
            this.current = current;
        }

        void directory(String path, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new IOException(current.resolve(path) + " nests deeper than " + MAX_DEPTH);
            }
            for (Path old : Trees.list(defaults.resolve(path))) {
                String name = below(path, old);
                var now = LinuxFiles.find(current.resolve(name));
                if (now.isEmpty()) {
                    removed.add(name);
                    continue;
                }
                FileStatus before = LinuxFiles.stat(old);
                if (!isSame(name, before, now.get())) {
                    modified.add(name);
                }
                if (before.isDirectory() && now.get().isDirectory()) {
                    directory(name, depth + 1);
                }
            }
            for (Path entry : Trees.list(current.resolve(path))) {
                String name = below(path, entry);
                if (LinuxFiles.find(defaults.resolve(name)).isEmpty()) {
                    add(name, depth);
                }
            }
        }

        private void add(String path, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new IOException(current.resolve(path) + " nests deeper than " + MAX_DEPTH);
            }
            added.add(path);
            if (LinuxFiles.stat(current.resolve(path)).isDirectory()) {
                for (Path entry : Trees.list(current.resolve(path))) {
                    add(below(path, entry), depth + 1);
                }
            }
        }

        private boolean isSame(String path, FileStatus before, FileStatus now) throws IOException {
            if (before.kind() != now.kind() || before.uid() != now.uid() || before.gid() != now.gid()) {
                return false;
            }
            if (before.isSymlink()) {
                return Files.readSymbolicLink(defaults.resolve(path))
                        .equals(Files.readSymbolicLink(current.resolve(path)));
            }
            return before.permissions() == now.permissions()
                    && (!before.isRegular()
                            || before.isSameFile(now)
                            || before.size() == now.size()
                                    && Files.mismatch(defaults.resolve(path), current.resolve(path)) < 0);
        }

        private static String below(String path, Path entry) {
            return path.isEmpty() ? entry.getFileName().toString() : path + "/" + entry.getFileName();
        }
    }
}
