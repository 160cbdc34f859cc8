package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.boot.BootCounter;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;

/** Puts kernels and what belongs to them into {@code /boot}, and makes the entries that boot them. */
final class KernelInstaller {
    private static final String OVERLAYS = "ostree/initramfs-overlays";

    private final Path sysroot;
    private final SysrootSettings settings;
    private final Repository repository;
    private final BootVersion version;
    private final SysrootState before;

    KernelInstaller(
            Path sysroot, SysrootSettings settings, Repository repository, BootVersion version, SysrootState before) {
        this.sysroot = sysroot;
        this.settings = settings;
        this.repository = repository;
        this.version = version;
        this.before = before;
    }

    /** Installs the deployment at an index of a list, and makes its entry. */
    LoaderEntries.Entry install(List<InstalledDeployment> deployments, int index) throws IOException {
        InstalledDeployment installed = deployments.get(index);
        Deployment deployment = installed.deployment();
        Path root = sysroot.resolve(deployment.path());
        KernelFiles kernel = copy(deployment);
        String prefix = repository.config().file().getBoolean("sysroot", "bootprefix", false) ? "/boot" : "";
        List<String> overlays = installed.overlayInitrds().stream()
                .map(checksum -> prefix + "/" + OVERLAYS + "/" + checksum + ".img")
                .toList();
        for (String checksum : installed.overlayInitrds()) {
            Path target = sysroot.resolve("boot/" + OVERLAYS + "/" + checksum + ".img");
            DeploymentWriter.directories(target.resolve("..").normalize(), 0755);
            install(StagedDeployment.initrds(settings.run()).resolve(checksum), target);
        }
        boolean several =
                deployments.stream().anyMatch(d -> !d.deployment().stateroot().equals(deployment.stateroot()));
        String title = BootEntry.title(
                DeploymentTitle.ofSystem(root),
                DeploymentTitle.version(repository, deployment.commit()),
                several ? Optional.of(deployment.stateroot()) : Optional.empty(),
                index);
        BootEntry entry = DeploymentEntry.of(
                        installed.entry(),
                        deployment,
                        version,
                        index,
                        deployments.size(),
                        kernel.names(),
                        installed.entry().options(),
                        title,
                        prefix)
                .withOverlayInitrds(overlays);
        return new LoaderEntries.Entry(exceptDefault(entry, index), counter(installed, index));
    }

    /** Puts the kernel of a deployment into its boot directory, unless it is there. */
    KernelFiles copy(Deployment deployment) throws IOException {
        KernelFiles kernel = KernelFiles.find(sysroot.resolve(deployment.path()), settings.devicetrees());
        Path directory = sysroot.resolve("boot/" + deployment.bootDirectory());
        for (KernelFiles.Installed file : kernel.files()) {
            Path target = directory.resolve(file.target());
            DeploymentWriter.directories(target.resolve("..").normalize(), 0775);
            install(file.source(), target);
        }
        return kernel;
    }

    /** Keys that every entry gets but the first ({@code bls-append-except-default}). */
    private BootEntry exceptDefault(BootEntry entry, int index) {
        String pairs = repository
                .config()
                .file()
                .get("sysroot", "bls-append-except-default")
                .orElse("");
        BootEntry changed = entry;
        for (String pair : pairs.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String key = pair.substring(0, equals).strip();
                changed = index == 0
                        ? changed.without(key)
                        : changed.with(key, pair.substring(equals + 1).strip());
            }
        }
        return changed;
    }

    /** A new default is on trial where {@code boot-counting-tries} says so; the others keep their counters. */
    private Optional<BootCounter> counter(InstalledDeployment installed, int index) {
        long tries = repository.config().file().getLong("sysroot", "boot-counting-tries", 0);
        boolean isNew = before.deployments().stream().noneMatch(d -> !d.staged() && d.isSame(installed));
        return index == 0 && isNew && tries > 0
                ? Optional.of(BootCounter.of((int) Math.min(tries, 100)))
                : installed.counter();
    }

    /** A hard link where that is possible; a copy has its name only when it is whole. */
    private static void install(Path source, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        try {
            LinuxFiles.link(source, target);
            return;
        } catch (LinuxException e) {
            if (e.errno() != Errno.EXDEV && e.errno() != Errno.EMLINK && e.errno() != Errno.EPERM) {
                throw e;
            }
        }
        Path aside = target.resolveSibling(target.getFileName() + ".tmp");
        Files.deleteIfExists(aside);
        FileStatus status = LinuxFiles.stat(source);
        try {
            LinuxFiles.copyFile(source, aside, 0600);
            LinuxFiles.chown(aside, status.uid(), status.gid());
            LinuxFiles.chmod(aside, status.permissions());
            LinuxFiles.fsync(aside);
            LinuxFiles.rename(aside, target);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
