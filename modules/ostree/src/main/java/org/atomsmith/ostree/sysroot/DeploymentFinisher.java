package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.etc.ConfigurationDiff;
import org.atomsmith.ostree.sysroot.etc.ConfigurationMerge;

/** Makes a deployment that was laid out ready to boot: with the host's configuration, its origin, and sealed. */
final class DeploymentFinisher {
    private final Path sysroot;
    private final SysrootSettings settings;
    private final Consumer<String> messages;

    DeploymentFinisher(Path sysroot, SysrootSettings settings, Consumer<String> messages) {
        this.sysroot = sysroot;
        this.settings = settings;
        this.messages = messages;
    }

    /**
     * Finishes a deployment.
     *
     * @param booted the deployment that runs: its stateroot's {@code /var} may be a file system of its own
     */
    InstalledDeployment finish(
            InstalledDeployment laidOut, Optional<InstalledDeployment> merge, Optional<InstalledDeployment> booted)
            throws IOException {
        InstalledDeployment deployment = laidOut;
        Path root = sysroot.resolve(deployment.deployment().path());
        if (merge.isPresent()) {
            if (deployment.entry().get("options").isEmpty()) {
                BootEntry entry = deployment.entry();
                deployment = deployment.withEntry(merge.get()
                        .entry()
                        .get("options")
                        .map(options -> entry.with("options", options))
                        .orElse(entry));
            }
            mergeConfiguration(sysroot.resolve(merge.get().deployment().path()), root);
        }
        boolean ofRunning = booted.filter(now ->
                        now.deployment().stateroot().equals(laidOut.deployment().stateroot()))
                .isPresent();
        Path var = ofRunning
                ? settings.root().resolve("var")
                : sysroot.resolve(deployment.deployment().varPath());
        // systemd's ConditionNeedsUpdate= asks for these.
        Files.deleteIfExists(root.resolve("etc/.updated"));
        Files.deleteIfExists(var.resolve(".updated"));
        labelVar(sysroot.resolve(deployment.deployment().varPath()), root);
        backing(deployment.deployment(), root);
        writeOrigin(deployment);
        if (!settings.mutableDeployments()) {
            LinuxFiles.setImmutable(root, true);
        }
        return deployment;
    }

    void writeOrigin(InstalledDeployment deployment) throws IOException {
        if (deployment.origin().isPresent()) {
            AtomicFile.write(
                    sysroot.resolve(deployment.deployment().originPath()),
                    deployment.origin().get().text());
        }
    }

    private void mergeConfiguration(Path merge, Path root) throws IOException {
        Path defaults = merge.resolve("usr/etc");
        Path current = merge.resolve("etc");
        if (!Files.isDirectory(defaults) || !Files.isDirectory(current)) {
            return;
        }
        try {
            ConfigurationDiff changes = ConfigurationDiff.between(defaults, current);
            messages.accept("Copying /etc changes: " + changes.modified().size() + " modified, "
                    + changes.removed().size() + " removed, " + changes.added().size() + " added");
            new ConfigurationMerge(current, root.resolve("etc"), settings.xattrs()).apply(changes);
        } catch (IOException e) {
            throw new SysrootException("During /etc merge: " + e.getMessage(), e);
        }
    }

    /** A new stateroot's {@code /var} was made without labels; the stamp is libostree's. */
    private void labelVar(Path var, Path root) throws IOException {
        Path stamp = var.resolve(".ostree-selabeled");
        if (!settings.xattrs() || Files.exists(stamp)) {
            return;
        }
        Optional<SelinuxLabels> labels = SelinuxLabels.of(root);
        if (labels.isPresent()) {
            labels.get().ensure(var, "/var");
            AtomicFile.write(stamp, "");
        }
    }

    /** Where {@code ostree-prepare-root} keeps what it needs for a root that forgets changes. */
    private void backing(Deployment deployment, Path root) throws IOException {
        Path backing = sysroot.resolve(deployment.backingPath());
        DeploymentWriter.directories(backing.resolve("root-transient/work"), 0700);
        LinuxFiles.chmod(backing, 0700);
        LinuxFiles.chmod(backing.resolve("root-transient"), 0700);
        DeploymentWriter.directories(
                backing.resolve("root-transient/upper"), LinuxFiles.stat(root).permissions());
    }
}
