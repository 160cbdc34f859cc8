package org.atomsmith.host.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.system.Host;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Programs;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.Retention;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootSettings;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.junit.jupiter.api.Assumptions;

/** A disk with deployments, of which one seems to run. Commits are libostree's; all have one kernel. */
final class RunningHost {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("OSTREE_SYSROOT_DEBUG", "mutable-deployments", "OSTREE_SYSROOT_OPTS", "skip-sync");

    private final Path tmp;
    private final Path disk;

    RunningHost(Path tmp) throws IOException {
        Assumptions.assumeTrue(Programs.find("ostree").isPresent(), "needs ostree");
        Assumptions.assumeTrue(LinuxFiles.statFollowing(Path.of("/proc/self")).uid() == 0, "only root may deploy");
        this.tmp = tmp;
        this.disk = tmp.resolve("disk");
        Path tree = tmp.resolve("tree");
        Files.createDirectories(disk);
        Sysroot.create(disk, 1);
        for (String directory : List.of("usr/etc", "usr/bin", "boot", "sysroot", "var", "usr/lib/systemd/system")) {
            Files.createDirectories(tree.resolve(directory));
        }
        Path modules = Files.createDirectories(tree.resolve("usr/lib/modules/6.12"));
        Files.writeString(modules.resolve("vmlinuz"), "kernel");
        Files.writeString(modules.resolve("initramfs.img"), "initramfs");
        Files.writeString(tree.resolve("usr/lib/os-release"), "ID=x\nPRETTY_NAME=\"Example OS\"\n");
        Files.writeString(tree.resolve("usr/lib/systemd/system/atomic-health.service"), "[Service]\n");
        LinuxFiles.symlink("sysroot/ostree", tree.resolve("ostree"));
        ostree("config", "set", "sysroot.bootprefix", "true");
        ostree("config", "set", "sysroot.bootloader", "none");
        Files.createDirectories(disk.resolve("boot/grub"));
        Files.writeString(disk.resolve("boot/grub/grub.cfg"), "source ($root)/boot/loader/grub.cfg\n");
        Sysroot.open(disk, SysrootSettings.of(ENVIRONMENT), _ -> {}).initializeStateroot("os");
    }

    /** A new commit. */
    Checksum commit(String version) throws IOException {
        Files.writeString(tmp.resolve("tree/usr/bin/tool"), version);
        String commit = ostree(
                "commit",
                "--branch=os/main",
                "--add-metadata-string=version=" + version,
                tmp.resolve("tree").toString());
        return Checksum.parse(commit.strip());
    }

    /** Makes a commit the default. */
    InstalledDeployment deploy(Checksum commit) throws IOException {
        Sysroot sysroot = Sysroot.open(disk, SysrootSettings.of(ENVIRONMENT), _ -> {});
        Optional<InstalledDeployment> merge = sysroot.state().merge("os");
        InstalledDeployment deployed =
                sysroot.deploy(DeployRequest.of("os", commit, Optional.of(Origin.ofRefspec("os/main")), merge)
                        .withArguments(KernelArguments.parse("rw")));
        sysroot.add(deployed, merge, Retention.DEFAULT);
        return deployed;
    }

    /** The host as it is when this deployment was booted. */
    Host boot(InstalledDeployment deployment) throws IOException {
        Path root = disk.resolve(deployment.deployment().path());
        Map<String, Path> mounts = Map.of(
                "sysroot",
                disk,
                "boot",
                boot(),
                "var",
                disk.resolve(deployment.deployment().varPath()));
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            if (!Files.isSymbolicLink(root.resolve(mount.getKey()))) {
                Files.delete(root.resolve(mount.getKey()));
                LinuxFiles.symlink(mount.getValue().toString(), root.resolve(mount.getKey()));
            }
        }
        Path run = tmp.resolve("run");
        Files.createDirectories(run);
        Files.write(run.resolve("ostree-booted"), new byte[0]);
        return Host.open(root, root, run, ENVIRONMENT, _ -> {});
    }

    /** Its {@code /boot}. */
    Path boot() {
        return disk.resolve("boot");
    }

    /** Commits in the order of libostree's own list. */
    List<String> order() throws IOException {
        return run("ostree", "admin", "--sysroot=" + disk, "status")
                .lines()
                .filter(line -> line.strip().startsWith("os ") || line.strip().startsWith("* os "))
                .map(line -> line.strip().replaceFirst("^\\* ", "").substring(3, 67))
                .toList();
    }

    private String ostree(String... arguments) throws IOException {
        return run(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("ostree", "--repo=" + disk.resolve("ostree/repo")),
                        java.util.stream.Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static String run(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .runOrThrow()
                .output();
    }
}
