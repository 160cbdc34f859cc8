package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.BootLoader;
import org.atomsmith.ostree.sysroot.boot.BootTries;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;

/**
 * Makes a list of deployments what the system boots. Where kernels, arguments and titles stay as they are, one rename of
 * {@code /ostree/boot.<b>} does it; else new entries are written beside the old ones, and one rename of
 * {@code /boot/loader} does it. Before the rename everything new is on the disk, and until it is on the disk itself,
 * everything old is left alone: killed at any moment, the system boots the old list or the new one.
 */
final class BootTransaction {
    private final Path sysroot;
    private final SysrootSettings settings;
    private final Repository repository;
    private final Consumer<String> messages;

    BootTransaction(Path sysroot, SysrootSettings settings, Repository repository, Consumer<String> messages) {
        this.sysroot = sysroot;
        this.settings = settings;
        this.repository = repository;
        this.messages = messages;
    }

    /**
     * Writes the list.
     *
     * @return false when it was so already
     */
    boolean write(SysrootState state, List<InstalledDeployment> wanted) throws IOException {
        List<InstalledDeployment> current = state.finished();
        List<InstalledDeployment> deployments =
                withBootSerials(wanted.stream().filter(d -> !d.staged()).toList());
        boolean newEntries = deployments.size() != current.size();
        boolean same = !newEntries;
        for (int i = 0; i < deployments.size() && !newEntries; i++) {
            newEntries = !bootsAlike(current.get(i), deployments.get(i));
            same &= current.get(i).isSame(deployments.get(i)) && !newEntries;
        }
        if (same) {
            return false;
        }
        check(state, deployments);
        String message;
        if (newEntries) {
            List<BootLoader> loaders = new BootLoaders(sysroot, settings, repository.config()).active();
            BootVersion version = writeEntries(state, deployments, loaders);
            boolean atomic = loaders.stream().anyMatch(loader -> !loader.name().equals("none") && loader.isAtomic());
            message = (atomic ? "Transaction complete" : "Bootloader updated") + "; bootconfig swap: yes; bootversion: "
                    + version.linkDirectory();
        } else {
            BootVersion version = state.version();
            BootVersion next = new BootVersion(version.boot(), 1 - version.sub());
            links(next, deployments);
            new SysrootSync(sysroot, settings).beforeSwitch();
            switchLinks(next);
            message = "Transaction complete; bootconfig swap: no; bootversion: " + next.linkDirectory();
        }
        new SysrootSync(sysroot, settings).afterSwitch();
        new LoaderLink(sysroot).removeOld();
        endTrial(deployments);
        messages.accept(message + ", deployment count change: " + (deployments.size() - current.size()));
        return true;
    }

    /** A trial is of the default: whoever made another one the default ended it. */
    private void endTrial(List<InstalledDeployment> deployments) throws IOException {
        BootTries.clearUnlessOf(
                sysroot.resolve("boot"),
                deployments.isEmpty() ? "" : deployments.getFirst().deployment().qualifiedName());
    }

    /** Other programs watch this time. */
    static void touch(Path sysroot) throws IOException {
        Instant now = Instant.now();
        LinuxFiles.setTimes(sysroot.resolve("ostree/deploy"), now.getEpochSecond(), now.getNano());
    }

    private static List<InstalledDeployment> withBootSerials(List<InstalledDeployment> deployments) {
        Map<Checksum, Integer> serials = new HashMap<>();
        List<InstalledDeployment> numbered = new ArrayList<>();
        for (InstalledDeployment deployment : deployments) {
            int next = serials.merge(deployment.deployment().bootChecksum(), 1, Integer::sum);
            numbered.add(deployment.withBootSerial(next - 1));
        }
        return numbered;
    }

    private void check(SysrootState state, List<InstalledDeployment> deployments) throws IOException {
        for (InstalledDeployment deployment : deployments) {
            Path root = sysroot.resolve(deployment.deployment().path());
            if (!Files.isDirectory(root)) {
                throw new SysrootException("Unable to find expected deployment root: " + root);
            }
        }
        if (state.booted().isPresent()
                && deployments.stream().noneMatch(d -> d.isSame(state.booted().get()))) {
            throw new SysrootException("Attempting to remove booted deployment");
        }
    }

    /** Whether one can take the other's place without anything of the boot loader changing. */
    private boolean bootsAlike(InstalledDeployment a, InstalledDeployment b) throws IOException {
        return a.deployment().bootChecksum().equals(b.deployment().bootChecksum())
                && a.deployment().stateroot().equals(b.deployment().stateroot())
                && a.overlayInitrds().equals(b.overlayInitrds())
                && a.entry()
                        .options()
                        .without("ostree")
                        .equals(b.entry().options().without("ostree"))
                && version(a).equals(version(b));
    }

    private String version(InstalledDeployment deployment) throws IOException {
        return DeploymentTitle.version(repository, deployment.deployment().commit())
                .orElse("");
    }

    private BootVersion writeEntries(
            SysrootState state, List<InstalledDeployment> deployments, List<BootLoader> loaders) throws IOException {
        int boot = 1 - state.version().boot();
        int sub = 1 - new SysrootLoader(sysroot, settings).subVersion(boot);
        BootVersion version = new BootVersion(boot, sub);
        Path loader = sysroot.resolve("boot/" + version.loader());
        Trees.delete(loader.resolve("entries"));
        DeploymentWriter.directories(loader.resolve("entries"), 0755);
        List<BootEntry> entries = new ArrayList<>();
        KernelInstaller installer = new KernelInstaller(sysroot, settings, repository, version, state);
        for (int i = 0; i < deployments.size(); i++) {
            LoaderEntries.Entry entry = installer.install(deployments, i);
            LoaderEntries.write(loader.resolve("entries"), i, deployments.size(), entry);
            entries.add(entry.entry());
        }
        links(version, deployments);
        switchLinks(version);
        for (BootLoader bootLoader : loaders) {
            try {
                bootLoader.write(loader, boot, entries);
            } catch (IOException e) {
                throw new SysrootException("Bootloader write config: " + e.getMessage(), e);
            }
        }
        // Paths of entries begin at the boot partition, and are right as well where that is a directory of the root.
        Path self = sysroot.resolve("boot/boot");
        if (LinuxFiles.find(self).isEmpty()) {
            LinuxFiles.symlink(".", self);
        }
        LoaderLink link = new LoaderLink(sysroot);
        link.prepare(version);
        new SysrootSync(sysroot, settings).beforeSwitch();
        link.flip();
        return version;
    }

    private void links(BootVersion version, List<InstalledDeployment> deployments) throws IOException {
        Path directory = sysroot.resolve("ostree/" + version.linkDirectory());
        Trees.delete(directory);
        DeploymentWriter.directories(directory, 0755);
        for (InstalledDeployment deployment : deployments) {
            Path link = sysroot.resolve(deployment.deployment().bootLinkPath(version));
            DeploymentWriter.directories(link.resolve("..").normalize(), 0755);
            LinuxFiles.symlink(deployment.deployment().bootLinkTarget(), link);
        }
    }

    private void switchLinks(BootVersion version) throws IOException {
        AtomicFile.symlink(version.linkDirectory(), sysroot.resolve("ostree/" + version.link()));
    }
}
