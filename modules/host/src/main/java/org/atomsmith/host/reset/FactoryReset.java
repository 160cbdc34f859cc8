package org.atomsmith.host.reset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/**
 * The order to empty {@code /var}, which the first boot of a deployment carries out: {@code
 * /var/lib/atomsmith/factory-reset}. The deployment's origin has the same token, in the group that no other deployment
 * takes over: if that deployment is dropped, nothing is ever emptied.
 *
 * @param token names this reset
 * @param kept paths of {@code /var} that stay, relative to it
 */
record FactoryReset(String token, List<String> kept) {
    private static final String GROUP = "reset";
    private static final String TRANSIENT = "libostree-transient";
    private static final String KEY = "factory-reset";

    FactoryReset {
        kept = List.copyOf(kept);
    }

    /** The order that waits; empty when none does. */
    static Optional<FactoryReset> read(HostDirectories directories) throws IOException {
        KeyFile keys;
        try {
            keys = KeyFile.parse(
                    Files.readString(file(directories)), file(directories).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new HostException(e.getMessage() + ": nothing was emptied", e);
        }
        List<String> kept = new ArrayList<>();
        for (String path : keys.get(GROUP, "keep").orElse("").split(";", -1)) {
            if (!path.isEmpty()) {
                kept.add(path);
            }
        }
        return keys.get(GROUP, "token").map(token -> new FactoryReset(token, kept));
    }

    /** Gives the order. */
    void write(HostDirectories directories) throws IOException {
        Files.createDirectories(directories.state());
        AtomicFile.write(
                file(directories),
                KeyFile.EMPTY
                        .with(GROUP, "token", token)
                        .with(GROUP, "keep", String.join(";", kept))
                        .text());
    }

    /** The file of the order that waits, as it is; empty when there is none. */
    static Optional<String> text(HostDirectories directories) throws IOException {
        return Files.exists(file(directories)) ? Optional.of(Files.readString(file(directories))) : Optional.empty();
    }

    /** Lets wait what waited before. */
    static void putBack(HostDirectories directories, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            AtomicFile.write(file(directories), text.get());
        } else {
            Files.deleteIfExists(file(directories));
        }
    }

    /** An origin that carries the token. */
    Origin in(Origin origin) {
        return new Origin(origin.file().with(TRANSIENT, KEY, token));
    }

    /** Whether a deployment is the one that the order was given for. */
    boolean isFor(Optional<InstalledDeployment> deployment) {
        return deployment
                .flatMap(InstalledDeployment::origin)
                .flatMap(origin -> origin.file().get(TRANSIENT, KEY))
                .filter(token::equals)
                .isPresent();
    }

    /** Empties {@code /var}, the order itself last: killed, it is carried out by the next boot. */
    void run(HostDirectories directories) throws IOException {
        Path var = directories.var();
        Path order = file(directories);
        empty(var, "", LinuxFiles.statFollowing(var).dev(), order);
        Files.deleteIfExists(order);
    }

    private void empty(Path directory, String path, long device, Path order) throws IOException {
        for (Path entry : Trees.list(directory)) {
            String name = path.isEmpty() ? entry.getFileName().toString() : path + "/" + entry.getFileName();
            FileStatus status = LinuxFiles.stat(entry);
            boolean stays = kept.contains(name) || entry.equals(order) || status.dev() != device;
            if (stays) {
                continue;
            }
            boolean above = order.startsWith(entry) || kept.stream().anyMatch(one -> one.startsWith(name + "/"));
            if (status.isDirectory()) {
                empty(entry, name, device, order);
                if (!above && Trees.list(entry).isEmpty()) {
                    Files.delete(entry);
                }
            } else {
                Files.delete(entry);
            }
        }
    }

    private static Path file(HostDirectories directories) {
        return directories.state().resolve("factory-reset");
    }
}
