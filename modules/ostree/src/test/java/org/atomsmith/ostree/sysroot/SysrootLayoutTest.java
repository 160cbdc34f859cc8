package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and texts, compared with those that {@code ostree admin deploy} makes. */
final class SysrootLayoutTest {
    private static final String KERNEL = "6.12.1-amd64";

    @TempDir
    private Path tmp;

    /** Deployments are immutable, which keeps even root from removing them. */
    @AfterEach
    void makeRemovable() throws IOException {
        Path deployments = tmp.resolve("sysroot/ostree/deploy/debian/deploy");
        if (Files.isDirectory(deployments)) {
            try (Stream<Path> entries = Files.list(deployments)) {
                entries.filter(Files::isDirectory)
                        .forEach(entry -> OstreeCommand.run("chattr", "-i", entry.toString()));
            }
        }
    }

    @Test
    void names_everything_as_libostree_does() throws IOException {
        Path sysroot = deploy();
        Repository repository = Repository.open(sysroot.resolve("ostree/repo"));
        Checksum checksum = repository.refs().resolve("origin:os/main").orElseThrow();
        Tree tree = Tree.load(repository, checksum);
        KernelLayout kernel = KernelLayout.find(tree).orElseThrow();
        Deployment deployment = new Deployment("debian", checksum, 0, kernel.bootChecksum(repository), 0);
        BootVersion version = BootVersion.FIRST;

        assertThat(sysroot.resolve(deployment.path())).isDirectory();
        assertThat(sysroot.resolve(deployment.varPath())).isDirectory();
        assertThat(sysroot.resolve(deployment.originPath()))
                .content()
                .isEqualTo(Origin.ofRefspec("origin:os/main").text());
        assertThat(Files.readSymbolicLink(sysroot.resolve("ostree/" + version.link())))
                .hasToString(version.linkDirectory());
        assertThat(Files.readSymbolicLink(sysroot.resolve("boot/loader"))).hasToString(version.loader());
        assertThat(Files.readSymbolicLink(sysroot.resolve(deployment.bootLinkPath(version))))
                .hasToString(deployment.bootLinkTarget());
        Path boot = sysroot.resolve("boot").resolve(deployment.bootDirectory());
        assertThat(boot.resolve(kernel.kernelName())).content().isEqualTo("a kernel\n");
        assertThat(boot.resolve(kernel.initramfsName())).content().isEqualTo("an initramfs\n");
        assertThat(repository.refs().resolve(Deployment.ref(version, 0))).contains(checksum);
        assertThat(files(sysroot.resolve(deployment.path())))
                .isEqualTo(paths(new TreeBuilder(tree)
                        .replace("etc", tree.find("usr/etc").orElseThrow())
                        .build()));
    }

    @Test
    void writes_the_boot_entry_that_libostree_writes() throws IOException {
        Path sysroot = deploy();
        Repository repository = Repository.open(sysroot.resolve("ostree/repo"));
        Checksum checksum = repository.refs().resolve("origin:os/main").orElseThrow();
        Commit commit = repository.readCommit(checksum);
        KernelLayout kernel = KernelLayout.find(Tree.load(repository, checksum)).orElseThrow();
        Deployment deployment = new Deployment("debian", checksum, 0, kernel.bootChecksum(repository), 0);
        Path entry;
        try (Stream<Path> entries = Files.list(sysroot.resolve("boot/loader/entries"))) {
            entry = entries.findAny().orElseThrow();
        }
        String theirs = Files.readString(entry);
        // Android's keys, which libostree 2024 and later writes everywhere.
        String text = theirs.replaceAll("(?m)^aboot.*\n", "");
        String prefix = text.contains("linux /boot/") ? "/boot" : "";

        String title = BootEntry.title(
                OsRelease.parse(Files.readString(sysroot.resolve(deployment.path() + "/usr/lib/os-release")))
                        .title()
                        .orElseThrow(),
                commit.version(),
                0);
        BootEntry ours = DeploymentEntry.of(
                BootEntry.EMPTY,
                deployment,
                BootVersion.FIRST,
                0,
                1,
                kernel.names(),
                KernelArguments.parse("root=LABEL=root rw"),
                title,
                prefix);

        assertThat(ours.text()).isEqualTo(text);
        assertThat(BootEntry.parse(theirs).get("options")).isEqualTo(ours.get("options"));
        if (!entry.getFileName().toString().contains("debian")) {
            assertThat(entry.getFileName()).hasToString(BootEntry.fileName(0, 1));
        }
    }

    @Test
    void a_title_names_the_version_once() {
        assertThat(BootEntry.title("Debian 13 (trixie)", Optional.of("13.20260101"), 0))
                .isEqualTo("Debian 13 (trixie) 13.20260101 (ostree:0)");
        assertThat(BootEntry.title("Debian 13 (trixie)", Optional.of("13"), 1))
                .isEqualTo("Debian 13 (trixie) (ostree:1)");
        assertThat(BootEntry.title("X", Optional.empty(), 2)).isEqualTo("X (ostree:2)");
        assertThat(BootEntry.fileName(0, 2)).isEqualTo("ostree-2.conf");
    }

    @Test
    void kernel_arguments_keep_their_order_and_their_quotes() {
        KernelArguments arguments =
                KernelArguments.parse(" console=tty0  console=ttyS0,115200n8 x=\"a b\" ostree=/old quiet\n");
        assertThat(arguments.arguments())
                .containsExactly("console=tty0", "console=ttyS0,115200n8", "x=\"a b\"", "ostree=/old", "quiet");
        assertThat(arguments.replace("ostree=/new").text())
                .isEqualTo("console=tty0 console=ttyS0,115200n8 x=\"a b\" ostree=/new quiet");
        assertThat(arguments.without("console").append("rw").text()).isEqualTo("x=\"a b\" ostree=/old quiet rw");
        assertThatThrownBy(() -> KernelArguments.parse("x=\"a")).hasMessageContaining("quote");
    }

    @Test
    void reads_os_release_with_its_quotes() {
        OsRelease release = OsRelease.parse("# c\nID=debian\nNAME='It''s'\nPRETTY_NAME=\"A \\\"B\\\" \\$C\"\n\nbad\n");
        assertThat(release.title()).contains("A \"B\" $C");
        assertThat(OsRelease.parse("ID=x\n").title()).contains("x");
        assertThat(OsRelease.parse("").title()).isEmpty();
    }

    @Test
    void a_boot_entry_refuses_a_value_with_a_line_end() {
        assertThatThrownBy(() -> BootEntry.parse("title x\n").values().put("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> new BootEntry(new java.util.LinkedHashMap<>(Map.of("title", "a\noptions evil"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_tree_without_a_kernel_has_no_layout() {
        assertThat(KernelLayout.find(Tree.EMPTY)).isEmpty();
    }

    private Path deploy() throws IOException {
        OstreeCommand.assumePresent();
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root may deploy");
        Path host = tmp.resolve("host");
        Path modules = host.resolve("usr/lib/modules/" + KERNEL);
        Files.createDirectories(modules);
        for (String directory : List.of("usr/etc", "usr/bin", "boot", "sysroot", "var")) {
            Files.createDirectories(host.resolve(directory));
        }
        Files.writeString(modules.resolve("vmlinuz"), "a kernel\n");
        Files.writeString(modules.resolve("initramfs.img"), "an initramfs\n");
        Files.writeString(host.resolve("usr/lib/os-release"), "ID=x\nPRETTY_NAME=\"Example OS 13 (Name)\"\n");
        Files.writeString(host.resolve("usr/etc/conf"), "c\n");
        LinuxFiles.symlink("sysroot/ostree", host.resolve("ostree"));
        String sysroot = tmp.resolve("sysroot").toString();
        Path source = tmp.resolve("source");
        Files.createDirectory(tmp.resolve("sysroot"));
        OstreeCommand.ostree(source, "init", "--mode=archive");
        OstreeCommand.ostree(source, "commit", "-b", "os/main", "--add-metadata-string=version=1.5", host.toString());
        OstreeCommand.run("ostree", "admin", "init-fs", sysroot);
        OstreeCommand.run("ostree", "admin", "--sysroot=" + sysroot, "os-init", "debian");
        Path repo = tmp.resolve("sysroot/ostree/repo");
        OstreeCommand.ostree(repo, "config", "set", "sysroot.bootprefix", "true");
        OstreeCommand.ostree(repo, "remote", "add", "--no-gpg-verify", "origin", "http://example.invalid/");
        OstreeCommand.ostree(repo, "pull-local", "--remote=origin", source.toString(), "os/main");
        OstreeCommand.run(
                "ostree",
                "admin",
                "--sysroot=" + sysroot,
                "deploy",
                "--os=debian",
                "--karg=root=LABEL=root",
                "--karg=rw",
                "origin:os/main");
        return tmp.resolve("sysroot");
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> paths(Tree tree) throws IOException {
        TreeMap<String, TreeNode> nodes = new TreeMap<>();
        tree.walk(nodes::put);
        return List.copyOf(nodes.keySet());
    }
}
