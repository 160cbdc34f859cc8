package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.EntryName;

/**
 * A writable layer over a directory of {@code /usr} ({@code /opt}, {@code /usr/local}) that keeps state and forgets
 * changes of the system's own files with each new deployment: {@code /var/ostree/state-overlays/<name>}.
 */
public final class StateOverlay {
    private static final String DEPLOYED = "user.ostree.deploymentcsum";
    private static final String OPAQUE = "trusted.overlay.opaque";

    private final Path directory;

    /**
     * An overlay of a name.
     *
     * @param root the running system's root
     */
    public StateOverlay(Path root, String name) throws SysrootException {
        if (!EntryName.isValid(name)) {
            throw new SysrootException("'" + name + "' cannot be the name of a state overlay");
        }
        this.directory = root.resolve("var/ostree/state-overlays/" + name);
    }

    /** Drops from the layer what the system has itself, unless that was done for this deployment already. */
    public void prepare(Path lower, Checksum deployed) throws IOException {
        DeploymentWriter.directories(directory, 0700);
        DeploymentWriter.directories(directory.resolve("work"), 0700);
        Path upper = directory.resolve("upper");
        DeploymentWriter.directories(upper, 0700);
        byte[] wanted = deployed.hex().getBytes(StandardCharsets.US_ASCII);
        Optional<byte[]> known = Xattrs.get(upper, DEPLOYED);
        if (known.isEmpty() || !java.util.Arrays.equals(known.get(), wanted)) {
            prune(lower, upper);
            Xattrs.set(upper, DEPLOYED, wanted);
        }
    }

    /** Mounts it over the directory. */
    public void mount(Path lower) throws IOException {
        Command.of(
                        "mount",
                        "-t",
                        "overlay",
                        "overlay",
                        "-o",
                        "lowerdir=" + lower + ",upperdir=" + directory.resolve("upper") + ",workdir="
                                + directory.resolve("work"),
                        lower.toString())
                .withInheritedEnvironment()
                .runOrThrow();
    }

    private static void prune(Path lower, Path upper) throws IOException {
        for (Path entry : Trees.list(upper)) {
            Path below = lower.resolve(entry.getFileName());
            Optional<FileStatus> shadowed = LinuxFiles.find(below);
            if (shadowed.isEmpty()) {
                continue;
            }
            boolean merged = shadowed.get().isDirectory()
                    && LinuxFiles.stat(entry).isDirectory()
                    && Xattrs.get(entry, OPAQUE).isEmpty();
            if (merged) {
                prune(below, entry);
            } else if (LinuxFiles.stat(entry).isDirectory()) {
                Trees.delete(entry);
            } else {
                Files.delete(entry);
            }
        }
    }
}
