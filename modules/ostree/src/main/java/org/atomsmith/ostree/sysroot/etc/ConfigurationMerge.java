package org.atomsmith.ostree.sysroot.etc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.linux.Xattrs;

/**
 * Carries a host's own changes to the {@code /etc} of a new deployment, which holds the new defaults. What the host
 * changed wins over what the new system changed, file by file; no file's content is merged.
 */
public final class ConfigurationMerge {
    private final Path current;
    private final Path target;
    private final boolean xattrs;

    /**
     * A merge.
     *
     * @param current the {@code /etc} with the changes
     * @param target the new {@code /etc}
     * @param xattrs whether extended attributes are carried along
     */
    public ConfigurationMerge(Path current, Path target, boolean xattrs) {
        this.current = current;
        this.target = target;
        this.xattrs = xattrs;
    }

    /**
     * Applies the changes.
     *
     * @throws IOException when a file that the host changed is a directory in the new system, or lies in a directory that
     *     is a file there: no rule says which of them the host needs
     */
    public void apply(ConfigurationDiff changes) throws IOException {
        for (String path : changes.removed()) {
            if (parentIsDirectory(path)) {
                Trees.delete(target.resolve(path));
            }
        }
        for (String path : changes.modified()) {
            carry(path, true);
        }
        for (String path : changes.added()) {
            carry(path, false);
        }
    }

    private boolean parentIsDirectory(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return true;
        }
        String parent = path.substring(0, slash);
        return parentIsDirectory(parent)
                && LinuxFiles.find(target.resolve(parent))
                        .filter(FileStatus::isDirectory)
                        .isPresent();
    }

    /** What is in an added directory is listed itself; what became a directory is listed alone. */
    private void carry(String path, boolean withContent) throws IOException {
        FileStatus status = LinuxFiles.stat(current.resolve(path));
        if (!status.isDirectory() && !status.isRegular() && !status.isSymlink()) {
            // Sockets, pipes and devices belong to running programs.
            return;
        }
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            directories(path.substring(0, slash));
        }
        Path to = target.resolve(path);
        Optional<FileStatus> there = LinuxFiles.find(to);
        if (there.isPresent() && there.get().isDirectory()) {
            if (!status.isDirectory()) {
                throw new IOException("Modified config file newly defaults to directory '" + path + "', cannot merge");
            }
            attributes(current.resolve(path), status, to);
            return;
        }
        if (there.isPresent()) {
            Files.delete(to);
        }
        if (status.isDirectory() && withContent) {
            tree(current.resolve(path), status, to);
        } else if (status.isDirectory()) {
            LinuxFiles.mkdir(to, 0700);
            attributes(current.resolve(path), status, to);
        } else {
            file(current.resolve(path), status, to);
        }
    }

    /** The directories down to a changed file are as the host has them. */
    private void directories(String path) throws IOException {
        Path to = target.resolve(path);
        Optional<FileStatus> there = LinuxFiles.find(to);
        if (there.isPresent() && !there.get().isDirectory()) {
            throw new IOException("Directory of a modified config file newly defaults to "
                    + (there.get().isSymlink() ? "symbolic link" : "file") + " '" + path + "', cannot merge");
        }
        if (there.isEmpty()) {
            int slash = path.lastIndexOf('/');
            if (slash > 0) {
                directories(path.substring(0, slash));
            }
            LinuxFiles.mkdir(to, 0700);
        }
        attributes(current.resolve(path), LinuxFiles.stat(current.resolve(path)), to);
    }

    private void tree(Path from, FileStatus status, Path to) throws IOException {
        LinuxFiles.mkdir(to, 0700);
        attributes(from, status, to);
        for (Path entry : Trees.list(from)) {
            FileStatus child = LinuxFiles.stat(entry);
            Path copy = to.resolve(entry.getFileName());
            if (child.isDirectory()) {
                tree(entry, child, copy);
            } else if (child.isRegular() || child.isSymlink()) {
                file(entry, child, copy);
            }
        }
    }

    private void file(Path from, FileStatus status, Path to) throws IOException {
        if (status.isSymlink()) {
            LinuxFiles.symlink(Files.readSymbolicLink(from).toString(), to);
        } else {
            LinuxFiles.copyFile(from, to, 0600);
        }
        attributes(from, status, to);
        LinuxFiles.setTimes(to, status.mtimeSeconds(), status.mtimeNanos());
    }

    private void attributes(Path from, FileStatus status, Path to) throws IOException {
        LinuxFiles.chown(to, status.uid(), status.gid());
        if (xattrs) {
            for (Map.Entry<String, byte[]> xattr : Xattrs.all(from).entrySet()) {
                Xattrs.set(to, xattr.getKey(), xattr.getValue());
            }
        }
        if (!status.isSymlink()) {
            LinuxFiles.chmod(to, status.permissions());
        }
    }
}
