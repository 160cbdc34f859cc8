package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.selinux.FileContexts;
import org.atomsmith.ostree.selinux.Policies;

/** Gives SELinux labels to files of a deployment that have none, by the deployment's own policy. */
public final class SelinuxLabels {
    private static final String ATTRIBUTE = "security.selinux";
    private static final int MAX_DEPTH = 2048;

    private final FileContexts policy;

    private SelinuxLabels(FileContexts policy) {
        this.policy = policy;
    }

    /** The labels of a deployment; empty when it has no policy. */
    public static Optional<SelinuxLabels> of(Path deployment) throws IOException {
        return Policies.of(deployment).map(SelinuxLabels::new);
    }

    /**
     * Labels a directory and what is in it. What shares its inode with an object of the repository is left alone: a
     * label is part of the object.
     *
     * @param prefix where the directory is in the running system, {@code /} or a path without a slash at its end
     */
    public void ensure(Path directory, String prefix) throws IOException {
        ensure(directory, prefix, 0);
    }

    private void ensure(Path path, String label, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException(path + " nests deeper than " + MAX_DEPTH);
        }
        FileStatus status = LinuxFiles.stat(path);
        if ((status.isDirectory() || status.nlink() == 1)
                && Xattrs.get(path, ATTRIBUTE).isEmpty()) {
            Optional<String> context = policy.label(label, status.mode());
            if (context.isPresent()) {
                Xattrs.set(path, ATTRIBUTE, (context.get() + "\0").getBytes(StandardCharsets.UTF_8));
            }
        }
        if (status.isDirectory()) {
            for (Path entry : Trees.list(path)) {
                ensure(entry, (label.equals("/") ? "" : label) + "/" + entry.getFileName(), depth + 1);
            }
        }
    }
}
