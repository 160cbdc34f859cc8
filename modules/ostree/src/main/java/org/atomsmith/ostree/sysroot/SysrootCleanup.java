package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sysroot.boot.BootVersion;

/** Removes what no deployment needs any more: what upgrades replaced, and what killed ones left. */
final class SysrootCleanup {
    private final Path sysroot;
    private final SysrootSettings settings;
    private final Repository repository;

    SysrootCleanup(Path sysroot, SysrootSettings settings, Repository repository) {
        this.sysroot = sysroot;
        this.settings = settings;
        this.repository = repository;
    }

    /** Everything outside the repository, and the refs that keep the deployments' commits. */
    void clean(SysrootState state) throws IOException {
        otherVersions(state.version());
        deployments(state);
        bootDirectories(state);
        refs(state);
    }

    private void otherVersions(BootVersion version) throws IOException {
        int other = 1 - version.boot();
        new LoaderLink(sysroot).removeOld();
        Trees.delete(sysroot.resolve("boot/loader." + other));
        Trees.delete(sysroot.resolve("ostree/boot." + other));
        Trees.delete(sysroot.resolve("ostree/boot." + other + ".0"));
        Trees.delete(sysroot.resolve("ostree/boot." + other + ".1"));
        Trees.delete(sysroot.resolve("ostree/boot." + version.boot() + "." + (1 - version.sub())));
    }

    private void deployments(SysrootState state) throws IOException {
        Set<String> wanted = new HashSet<>();
        state.deployments().forEach(d -> wanted.add(d.deployment().path()));
        for (Path stateroot : directories(sysroot.resolve("ostree/deploy"))) {
            for (Path directory : directories(stateroot.resolve("deploy"))) {
                String name = directory.getFileName().toString();
                String path = "ostree/deploy/" + stateroot.getFileName() + "/deploy/" + name;
                if (DeploymentName.tryParse(name).isPresent() && !wanted.contains(path)) {
                    remove(stateroot, name);
                }
            }
        }
    }

    /** Removes one deployment that nothing boots. */
    void remove(Deployment deployment) throws IOException {
        remove(sysroot.resolve(deployment.staterootPath()), deployment.name());
    }

    private void remove(Path stateroot, String name) throws IOException {
        Path directory = stateroot.resolve("deploy/" + name);
        Optional<FileStatus> status = LinuxFiles.find(directory);
        if (status.isPresent() && status.get().isSameFile(LinuxFiles.statFollowing(settings.root()))) {
            // Never what runs, whatever the entries say.
            return;
        }
        if (status.isPresent()) {
            LinuxFiles.setImmutable(directory, false);
        }
        Files.deleteIfExists(stateroot.resolve("deploy/" + name + ".origin"));
        Trees.delete(stateroot.resolve("backing/" + name));
        Trees.delete(directory);
    }

    /** Directories of kernels, and overlays of initramfs, of which no deployment speaks. */
    void bootDirectories(SysrootState state) throws IOException {
        Set<String> checksums = new HashSet<>();
        Set<String> overlays = new HashSet<>();
        for (InstalledDeployment deployment : state.deployments()) {
            checksums.add(deployment.deployment().bootDirectory());
            deployment.overlayInitrds().forEach(checksum -> overlays.add(checksum + ".img"));
        }
        for (Path directory : directories(sysroot.resolve("boot/ostree"))) {
            String name = directory.getFileName().toString();
            int dash = name.lastIndexOf('-');
            boolean ours =
                    dash > 0 && Checksum.tryParse(name.substring(dash + 1)).isPresent();
            if (ours && !checksums.contains("ostree/" + name)) {
                Trees.delete(directory);
            }
        }
        Path initrds = sysroot.resolve("boot/ostree/initramfs-overlays");
        if (Files.isDirectory(initrds)) {
            for (Path file : Trees.list(initrds)) {
                if (!overlays.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private void refs(SysrootState state) throws IOException {
        List<InstalledDeployment> deployments = state.deployments();
        try (Transaction transaction = repository.begin()) {
            Set<String> wanted = new HashSet<>();
            for (int i = 0; i < deployments.size(); i++) {
                String ref = Deployment.ref(state.version(), i);
                wanted.add(ref);
                transaction.setRef(ref, deployments.get(i).deployment().commit());
            }
            for (String ref : repository.refs().list().keySet()) {
                if (isOfDeployment(ref) && !wanted.contains(ref)) {
                    transaction.deleteRef(ref);
                }
            }
            transaction.commit();
        }
    }

    /** {@code ostree/<boot>/<sub>/<index>}. */
    private static boolean isOfDeployment(String ref) {
        String[] parts = ref.split("/", -1);
        return parts.length == 4
                && parts[0].equals("ostree")
                && (parts[1].equals("0") || parts[1].equals("1"))
                && (parts[2].equals("0") || parts[2].equals("1"))
                && DeploymentName.number(parts[3]).isPresent();
    }

    private static List<Path> directories(Path directory) throws IOException {
        return Files.isDirectory(directory)
                ? Trees.list(directory).stream()
                        .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                        .toList()
                : List.of();
    }
}
