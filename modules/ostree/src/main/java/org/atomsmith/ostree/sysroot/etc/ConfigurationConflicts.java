package org.atomsmith.ostree.sysroot.etc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;

/**
 * Where a host's own configuration and a new system's defaults want different things: files that were changed here and
 * there. A merge keeps the host's; the new default can be put beside it. Paths are relative to {@code /etc}.
 *
 * @param both files that both changed
 * @param blocking paths that are a directory on one side and something else on the other, which no merge can decide
 */
public record ConfigurationConflicts(List<String> both, List<String> blocking) {
    /** What the name of a new default beside the host's own file ends in. */
    public static final String SUFFIX = ".atomic-new";

    /** Copies the lists. */
    public ConfigurationConflicts {
        both = List.copyOf(both);
        blocking = List.copyOf(blocking);
    }

    /**
     * Finds them.
     *
     * @param changes how the configuration differs from its defaults
     * @param root of the deployment that has it
     * @param next root of the deployment that is to take it over
     */
    public static ConfigurationConflicts between(ConfigurationDiff changes, Path root, Path next) throws IOException {
        List<String> both = new ArrayList<>();
        List<String> blocking = new ArrayList<>();
        List<String> candidates = new ArrayList<>(changes.modified());
        candidates.addAll(changes.added());
        for (String path : candidates) {
            Path own = root.resolve("etc").resolve(path);
            Path after = next.resolve("usr/etc").resolve(path);
            Optional<FileStatus> ours = LinuxFiles.find(own);
            Optional<FileStatus> theirs = LinuxFiles.find(after);
            if (ours.isEmpty() || path.endsWith(SUFFIX)) {
                continue;
            }
            boolean carried = ours.get().isDirectory()
                    || ours.get().isRegular()
                    || ours.get().isSymlink();
            if (carried && parentIsNoDirectory(next.resolve("usr/etc"), path)) {
                blocking.add(path);
            } else if (theirs.isPresent()) {
                boolean ourDirectory = ours.get().isDirectory();
                if (carried && !ourDirectory && theirs.get().isDirectory()) {
                    blocking.add(path);
                } else if (!ourDirectory
                        && !isSame(root.resolve("usr/etc").resolve(path), after)
                        && !isSame(own, after)) {
                    both.add(path);
                }
            }
        }
        return new ConfigurationConflicts(both, blocking);
    }

    /**
     * Puts the new defaults beside the host's own files in the deployment that takes them over.
     *
     * @param next root of that deployment
     */
    public void keepNewDefaults(Path next) throws IOException {
        for (String path : both) {
            Path from = next.resolve("usr/etc").resolve(path);
            Path to = next.resolve("etc").resolve(path + SUFFIX);
            FileStatus status = LinuxFiles.stat(from);
            if (LinuxFiles.find(to.resolve("..").normalize())
                    .filter(FileStatus::isDirectory)
                    .isEmpty()) {
                continue;
            }
            Files.deleteIfExists(to);
            if (status.isSymlink()) {
                LinuxFiles.symlink(Files.readSymbolicLink(from).toString(), to);
            } else {
                LinuxFiles.copyFile(from, to, status.permissions());
            }
            LinuxFiles.chown(to, status.uid(), status.gid());
            if (!status.isSymlink()) {
                LinuxFiles.chmod(to, status.permissions());
            }
        }
    }

    private static boolean parentIsNoDirectory(Path defaults, String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            Optional<FileStatus> parent = LinuxFiles.find(defaults.resolve(path.substring(0, slash)));
            if (parent.isEmpty()) {
                return false;
            }
            if (!parent.get().isDirectory()) {
                return true;
            }
        }
        return false;
    }

    /** In kind and content; owners and modes alone are no conflict that a copy beside could show. */
    private static boolean isSame(Path one, Path other) throws IOException {
        Optional<FileStatus> a = LinuxFiles.find(one);
        Optional<FileStatus> b = LinuxFiles.find(other);
        if (a.isEmpty() || b.isEmpty() || a.get().kind() != b.get().kind()) {
            return false;
        }
        if (a.get().isSymlink()) {
            return Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other));
        }
        return !a.get().isRegular() || a.get().size() == b.get().size() && Files.mismatch(one, other) < 0;
    }
}
