package org.atomsmith.host.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.Origin;

/**
 * Files of {@code /etc} that the initramfs needs as well: an origin lists them ({@code [rpmostree] initramfs-etc}), and
 * each new deployment gets them as an archive that is unpacked over its initramfs.
 */
public final class InitramfsEtc {
    private static final String GROUP = "rpmostree";
    private static final String KEY = "initramfs-etc";
    private static final long MAX_FILE = 64L << 20;

    private InitramfsEtc() {}

    /** The paths that an origin lists. */
    public static List<String> tracked(Origin origin) {
        List<String> paths = new ArrayList<>();
        for (String path : origin.file().get(GROUP, KEY).orElse("").split(";", -1)) {
            if (!path.isBlank()) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** An origin that lists these paths. */
    public static Origin track(Origin origin, List<String> paths) {
        KeyFile file = origin.file();
        return new Origin(
                paths.isEmpty() ? file.without(GROUP, KEY) : file.with(GROUP, KEY, String.join(";", paths) + ";"));
    }

    /** The checksums of the archives that a deployment of an origin gets: one, or none. */
    public static List<String> overlays(Host host, Origin origin) throws IOException {
        List<String> paths = tracked(origin);
        if (paths.isEmpty()) {
            return List.of();
        }
        CpioWriter archive = new CpioWriter();
        Set<String> directories = new HashSet<>();
        for (String path : paths) {
            Path file = host.directories().root().resolve(path.substring(1));
            if (LinuxFiles.find(file).isEmpty()) {
                throw new HostException(path + " is to be in the initramfs, and is not there: make it, or 'atomic host"
                        + " initramfs-etc --untrack=" + path + "'");
            }
            parents(archive, directories, host.directories().root(), path.substring(1));
            add(archive, directories, file, path.substring(1));
        }
        Path aside = Files.createTempFile("initramfs-etc", ".img");
        try {
            Files.write(aside, archive.toBytes());
            return List.of(host.sysroot().staging().keepOverlayInitrd(aside));
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void parents(CpioWriter archive, Set<String> directories, Path root, String path)
            throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            if (directories.add(parent)) {
                archive.directory(
                        parent, LinuxFiles.statFollowing(root.resolve(parent)).permissions());
            }
        }
    }

    private static void add(CpioWriter archive, Set<String> directories, Path file, String name) throws IOException {
        FileStatus status = LinuxFiles.stat(file);
        if (status.isSymlink()) {
            archive.symlink(name, Files.readSymbolicLink(file).toString());
        } else if (status.isRegular()) {
            if (status.size() > MAX_FILE) {
                throw new HostException(file + " is too large for the initramfs");
            }
            archive.file(name, status.permissions(), Files.readAllBytes(file));
        } else if (status.isDirectory()) {
            if (directories.add(name)) {
                archive.directory(name, status.permissions());
            }
            for (Path entry : Trees.list(file)) {
                add(archive, directories, entry, name + "/" + entry.getFileName());
            }
        }
    }
}
