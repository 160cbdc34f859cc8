package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;

/**
 * Paths as a process sees them whose root is a directory: links that begin with a slash begin there, and nothing leads
 * out. Nobody else changes the tree meanwhile.
 */
final class ConfinedPaths {
    private static final int MAX_LINKS = 40;
    private static final int MAX_LENGTH = 4096;

    private final Path root;
    private String directory = "/";

    ConfinedPaths(Path root) {
        this.root = root;
    }

    /** The working directory, as the script sees it. */
    String directory() {
        return directory;
    }

    /** Changes the working directory. */
    void change(String path) throws IOException {
        Path to = follow(path);
        if (!LinuxFiles.stat(to).isDirectory()) {
            throw new FileSystemException(path, null, "Not a directory");
        }
        directory = "/" + root.relativize(to);
    }

    /** Where a path leads, links followed. What does not exist has the place where it would be made. */
    Path follow(String path) throws IOException {
        return resolve(path, true);
    }

    /** Where a path leads, but for a link at its end. */
    Path at(String path) throws IOException {
        return resolve(path, false);
    }

    private Path resolve(String path, boolean last) throws IOException {
        if (path.isEmpty() || path.length() > MAX_LENGTH || path.indexOf('\0') >= 0) {
            throw new FileSystemException(path, null, "No such file or directory");
        }
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(path.split("/")));
        Path at = root;
        if (!path.startsWith("/")) {
            at = root.resolve(directory.substring(1));
        }
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                at = at.equals(root) ? root : Objects.requireNonNull(at.getParent());
                continue;
            }
            Path next = at.resolve(name);
            Optional<FileStatus> status = LinuxFiles.find(next);
            if (status.filter(FileStatus::isSymlink).isEmpty() || (rest.isEmpty() && !last)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new FileSystemException(path, null, "Too many levels of symbolic links");
            }
            String target = Files.readSymbolicLink(next).toString();
            String[] parts = target.split("/");
            for (int i = parts.length - 1; i >= 0; i--) {
                rest.push(parts[i]);
            }
            at = target.startsWith("/") ? root : at;
        }
        return at;
    }
}
