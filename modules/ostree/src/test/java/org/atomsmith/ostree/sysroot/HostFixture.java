package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;
import org.junit.jupiter.api.Assumptions;

/** A small operating system, its commits in {@code source}, and systems that deploy it. Commits are libostree's. */
final class HostFixture {
    static final String KERNEL = "6.12.1-amd64";
    static final String OS = "debian";
    static final String REF = "os/main";
    static final Consumer<String> SILENT = _ -> {};

    /** Deployments can be deleted without more ado; nothing of a scratch directory has to reach the disk. */
    static final SysrootSettings SETTINGS = SysrootSettings.of(
            Map.of("OSTREE_SYSROOT_DEBUG", "mutable-deployments", "OSTREE_SYSROOT_OPTS", "skip-sync"));

    private final Path tmp;
    private final Path tree;
    private final Path source;

    HostFixture(Path tmp) throws IOException {
        OstreeCommand.assumePresent();
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root may deploy");
        this.tmp = tmp;
        this.tree = tmp.resolve("tree");
        this.source = tmp.resolve("source");
        OstreeCommand.ostree(source, "init", "--mode=archive");
        for (String directory : List.of("usr/etc/app", "usr/bin", "usr/share", "boot", "sysroot", "var", "proc")) {
            Files.createDirectories(tree.resolve(directory));
        }
        Files.createDirectories(tree.resolve("usr/lib/modules/" + KERNEL));
        Files.writeString(tree.resolve("usr/lib/os-release"), "ID=x\nPRETTY_NAME=\"Example OS 13\"\n");
        Files.writeString(tree.resolve("usr/etc/app/main.conf"), "default\n");
        Files.writeString(tree.resolve("usr/etc/hosts"), "127.0.0.1 localhost\n");
        Files.writeString(tree.resolve("usr/etc/hosts.deny"), "none\n");
        LinuxFiles.symlink("sysroot/ostree", tree.resolve("ostree"));
    }

    /** The tree that the next commit has. */
    Path tree() {
        return tree;
    }

    /** Commits the tree with this kernel and this version. */
    Checksum commit(String kernel, String version) throws IOException {
        Path modules = tree.resolve("usr/lib/modules/" + KERNEL);
        Files.writeString(modules.resolve("vmlinuz"), "kernel " + kernel + "\n");
        Files.writeString(modules.resolve("initramfs.img"), "initramfs " + kernel + "\n");
        Files.writeString(tree.resolve("usr/bin/tool"), "tool " + version + "\n");
        OstreeCommand.ostree(source, "commit", "-b", REF, "--add-metadata-string=version=" + version, tree.toString());
        return Checksum.parse(OstreeCommand.ostree(source, "rev-parse", REF).strip());
    }

    /** Brings what was committed last into a system. */
    void pull(Path sysroot) {
        OstreeCommand.ostree(sysroot.resolve("ostree/repo"), "pull-local", "--remote=origin", source.toString(), REF);
    }

    /** A system of ours without a deployment. */
    Path system(String name) throws IOException {
        Path sysroot = tmp.resolve(name);
        Files.createDirectory(sysroot);
        Sysroot.create(sysroot, 1);
        Path repo = sysroot.resolve("ostree/repo");
        OstreeCommand.ostree(repo, "config", "set", "sysroot.bootprefix", "true");
        OstreeCommand.ostree(repo, "config", "set", "sysroot.bootloader", "none");
        OstreeCommand.ostree(repo, "remote", "add", "--no-gpg-verify", "origin", "file://" + source);
        Sysroot.open(sysroot, SETTINGS, SILENT).initializeStateroot(OS);
        return sysroot;
    }

    /** Deploys the newest commit of a system's repository, as the command does. */
    static InstalledDeployment deploy(Sysroot sysroot) throws IOException {
        sysroot.cleanUp();
        Checksum commit = sysroot.repository().resolve("origin:" + REF);
        Optional<InstalledDeployment> merge = sysroot.state().merge(OS);
        DeployRequest request = DeployRequest.of(OS, commit, Optional.of(Origin.ofRefspec("origin:" + REF)), merge);
        if (merge.isEmpty()) {
            request = request.withArguments(KernelArguments.parse("root=LABEL=root rw"));
        }
        InstalledDeployment deployed = sysroot.deploy(request);
        sysroot.add(deployed, merge, Retention.DEFAULT);
        sysroot.cleanUp();
        sysroot.prune();
        return deployed;
    }

    /** Checks that every entry of the boot menu boots, and returns the commits that they boot. */
    static List<Checksum> bootable(Path sysroot) throws IOException {
        Path loader = sysroot.resolve("boot").resolve(Files.readSymbolicLink(sysroot.resolve("boot/loader")));
        List<Checksum> commits = new ArrayList<>();
        List<LoaderEntries.Entry> entries = LoaderEntries.read(loader.resolve("entries"));
        assertThat(entries).isNotEmpty();
        for (LoaderEntries.Entry file : entries) {
            BootEntry entry = file.entry();
            String link = entry.options().last("ostree").orElseThrow();
            Path root = sysroot.resolve(link.substring(1)).toRealPath();
            Path modules = root.resolve("usr/lib/modules/" + KERNEL);
            assertThat(inBoot(sysroot, entry.get("linux").orElseThrow()))
                    .hasSameBinaryContentAs(modules.resolve("vmlinuz"));
            assertThat(inBoot(sysroot, entry.get("initrd").orElseThrow()))
                    .hasSameBinaryContentAs(modules.resolve("initramfs.img"));
            assertThat(root.resolve("usr/bin/tool")).exists();
            assertThat(root.resolve("etc/hosts")).exists();
            assertThat(root.resolve("etc/app/main.conf")).exists();
            assertThat(root.resolveSibling(root.getFileName() + ".origin"))
                    .content()
                    .contains("origin:" + REF);
            commits.add(DeploymentName.parse(root.getFileName().toString()).commit());
        }
        Path grub = sysroot.resolve("boot/grub/grub.cfg");
        if (Files.exists(grub)) {
            String menu = Files.readString(loader.resolve("grub.cfg"));
            for (LoaderEntries.Entry file : entries) {
                assertThat(menu).contains(file.entry().get("title").orElseThrow());
            }
        }
        return commits;
    }

    /** Paths begin at the root or, by an older libostree, at the boot partition. */
    private static Path inBoot(Path sysroot, String path) {
        return sysroot.resolve((path.startsWith("/boot/") ? path : "/boot" + path).substring(1));
    }

    /** The status of a system as libostree sees it. */
    static String status(Path sysroot) {
        return OstreeCommand.run("ostree", "admin", "--sysroot=" + sysroot, "status");
    }
}
