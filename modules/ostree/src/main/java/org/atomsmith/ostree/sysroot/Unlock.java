package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;

/**
 * Makes the {@code /usr} of the deployment that runs writable, by an overlay: until the next boot, or as a hotfix that
 * stays until the next upgrade and leaves a clean copy to go back to.
 */
public final class Unlock {
    private final Sysroot sysroot;
    private final SysrootSettings settings;

    /** Unlocks deployments of a running system. */
    public Unlock(Sysroot sysroot, SysrootSettings settings) {
        this.sysroot = sysroot;
        this.settings = settings;
    }

    /** Unlocks the deployment that runs. */
    public void unlock(Unlocked wanted) throws IOException {
        if (wanted == Unlocked.HOTFIX) {
            prepareHotfix();
            mountHotfix();
        } else {
            unlockUntilReboot(wanted);
        }
    }

    /**
     * The part of a hotfix that writes to the disk: the clean copy, the directories of the overlay, the origin. The disk
     * is written through {@code /sysroot}, which may have to be made writable.
     */
    public void prepareHotfix() throws IOException {
        InstalledDeployment booted = require(Unlocked.HOTFIX);
        Path root = sysroot.path().resolve(booted.deployment().path());
        keepCopy(booted);
        LinuxFiles.setImmutable(root, false);
        layers(root.resolve(".usr-ovl-upper"), root.resolve(".usr-ovl-work"));
        Origin origin = booted.origin().orElse(Origin.NONE);
        sysroot.writeOrigin(booted, new Origin(origin.file().with("origin", "unlocked", Unlocked.HOTFIX.text())));
    }

    /** The part of a hotfix that mounts, for all to see; its directories are reached through the root that runs. */
    public void mountHotfix() throws IOException {
        Path root = settings.root();
        overlay(root.resolve(".usr-ovl-upper"), root.resolve(".usr-ovl-work"), false);
    }

    /** Unlocks until the next boot; nothing is written to the disk but in {@code /var}. */
    public void unlockUntilReboot(Unlocked wanted) throws IOException {
        InstalledDeployment booted = require(wanted);
        Path layers = Files.createTempDirectory(settings.root().resolve("var/tmp"), "ostree-unlock-ovl.");
        layers(layers.resolve("upper"), layers.resolve("work"));
        overlay(layers.resolve("upper"), layers.resolve("work"), wanted == Unlocked.TRANSIENT);
        Path state = settings.run()
                .resolve("ostree/deployment-state/" + booted.deployment().name());
        DeploymentWriter.directories(state, 0755);
        Path flag = state.resolve("unlocked-" + wanted.text());
        if (!Files.exists(flag)) {
            Files.createFile(flag);
        }
        sysroot.reload();
    }

    private InstalledDeployment require(Unlocked wanted) throws SysrootException {
        InstalledDeployment booted = sysroot.state().requireBooted();
        boolean upgrade = booted.unlocked() == Unlocked.DEVELOPMENT && wanted == Unlocked.HOTFIX;
        if (booted.unlocked() != Unlocked.NONE && !upgrade) {
            throw new SysrootException("Deployment is already in unlocked state: "
                    + booted.unlocked().text());
        }
        return booted;
    }

    /** A second deployment of the same commit, right after the one that is changed. */
    private void keepCopy(InstalledDeployment booted) throws IOException {
        InstalledDeployment copy = sysroot.deploy(DeployRequest.of(
                booted.deployment().stateroot(), booted.deployment().commit(), booted.origin(), Optional.of(booted)));
        List<InstalledDeployment> list = new ArrayList<>();
        for (InstalledDeployment other : sysroot.state().deployments()) {
            list.add(other);
            if (other.isSame(booted)) {
                list.add(copy);
            }
        }
        sysroot.write(list);
    }

    private void layers(Path upper, Path work) throws IOException {
        int permissions = LinuxFiles.stat(settings.root().resolve("usr")).permissions();
        DeploymentWriter.directories(upper, permissions);
        DeploymentWriter.directories(work, permissions);
    }

    private void overlay(Path upper, Path work, boolean readOnly) throws IOException {
        // On the running system's own /usr: below /ostree nobody looks at it.
        Path usr = settings.root().resolve("usr");
        String options = (readOnly ? "ro," : "") + "lowerdir=" + usr + ",upperdir=" + upper.toAbsolutePath()
                + ",workdir=" + work.toAbsolutePath();
        Command.of("mount", "-t", "overlay", "overlay", "-o", options, usr.toString())
                .withInheritedEnvironment()
                .runOrThrow();
    }
}
