package org.atomsmith.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.ext4.Ext4FileSystem;
import org.atomsmith.disk.ext4.Ext4Options;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.image.customization.CustomizationReader;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.image.customization.PartitionPlan;
import org.atomsmith.image.customization.SampleHost;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.image.platform.Platforms;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools of a host judge what a customization left on the disk. */
final class CustomizedDiskTest {
    private static final Platform PLATFORM = Platforms.load().named("qemu").orElseThrow();
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAP2vpkMMNuGMB5MaNtHXGrj5X3S77S4z7cUNFxhOH2r a@b";
    private static final String WISH = """
            hostname: db1
            user: [{name: anna, key: "%s", groups: [adm], sudo: nopasswd}]
            timezone: {timezone: Europe/Berlin}
            services: {enabled: [web], disabled: [old.timer], masked: [always]}
            files: [{path: /etc/motd, data: "hello\\n"}]
            cacerts: {files: [ca.pem]}
            firewall: {ports: ["8000-8010:tcp", "https:tcp"], services: {enabled: [domain]}}
            swap: {size: 64 MiB}
            firstboot: {script: "#!/bin/sh\\ntrue\\n"}
            kernel: {append: nosmt}
            filesystem: [{mountpoint: /home, minsize: 64 MiB}]
            """.formatted(KEY);

    @TempDir
    private Path tmp;

    @Test
    void tools_of_the_host_take_what_is_on_the_disk() throws IOException, InterruptedException {
        needs("debugfs", "e2fsck", "systemctl", "pwck", "grpck", "openssl");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "ca.pem",
                "-utf8",
                "-subj",
                "/C=DE/O=Some  Örtliche Stelle/CN=Test CA");
        HostCommit host = host();
        HostChanges changes = changes(host);
        SysrootTree sysroot = new SysrootTree(host, PLATFORM, changes, InitialKernelArguments.ROOT);
        PartitionPlan.Split split = changes.partitions().split(sysroot.build(), sysroot.varPath());
        Path root = extract("root", split.root());
        Path home = extract("home", split.contents().getFirst());
        Path deployment = root.resolve("ostree/deploy/default/deploy/" + host.checksum() + ".0");
        Path etc = deployment.resolve("etc");

        run(
                "pwck",
                "-r",
                "-q",
                etc.resolve("passwd").toString(),
                etc.resolve("shadow").toString());
        // grpck looks for members in the machine's own passwd: without them it must be content.
        Path group = Files.writeString(
                tmp.resolve("group"), Files.readString(etc.resolve("group")).replace("adm:x:4:anna", "adm:x:4:"));
        Path gshadow = Files.writeString(
                tmp.resolve("gshadow"), Files.readString(etc.resolve("gshadow")).replace("adm:*::anna", "adm:*::"));
        run("grpck", "-r", group.toString(), gshadow.toString());
        assertThat(isEnabled(deployment, "web.service")).isEqualTo("enabled");
        assertThat(isEnabled(deployment, "web.socket")).isEqualTo("enabled");
        assertThat(isEnabled(deployment, "www.service")).isEqualTo("alias");
        assertThat(isEnabled(deployment, "old.timer")).isEqualTo("disabled");
        assertThat(isEnabled(deployment, "always.service")).isEqualTo("masked");
        assertThat(isEnabled(deployment, "nftables.service")).isEqualTo("enabled");
        assertThat(isEnabled(deployment, "image-first-boot.service")).isEqualTo("enabled");
        assertThat(isEnabled(deployment, "var-swapfile.swap")).isEqualTo("enabled");
        String hash = run("openssl", "x509", "-subject_hash", "-noout", "-in", "ca.pem")
                .strip();
        assertThat(etc.resolve("ssl/certs/" + hash + ".0")).isSymbolicLink();
        assertThat(Files.readString(etc.resolve("ssl/certs/ca-certificates.crt")))
                .isEqualTo(Files.readString(tmp.resolve("ca.pem")));
        if (has("nft") && isRoot()) {
            run("nft", "--check", "-f", etc.resolve("nftables.conf").toString());
        }
        assertThat(home.resolve("anna/.ssh/authorized_keys")).hasContent(KEY);
        assertThat(mode(home.resolve("anna/.ssh"))).isEqualTo("rwx------");
        assertThat(mode(home.resolve("anna/.ssh/authorized_keys"))).isEqualTo("rw-------");
        assertThat(root.resolve("ostree/deploy/default/var/home")).isEmptyDirectory();
        assertThat(Files.readString(etc.resolve("fstab")))
                .matches("UUID=[0-9a-f-]{36} /var/home ext4 defaults,x-systemd.device-timeout=5min 0 2\n");
        assertThat(Files.readString(root.resolve("boot/loader.1/entries/ostree-1.conf")))
                .containsPattern("(?m)^options .* nosmt$");
        if (isRoot()) {
            assertThat(Files.getAttribute(home.resolve("anna/.ssh/authorized_keys"), "unix:uid"))
                    .isEqualTo(1000);
        }
    }

    @Test
    void an_upgrade_keeps_what_was_customized() throws IOException, InterruptedException {
        needs("debugfs", "e2fsck", "ostree", "chattr");
        assumeTrue(isRoot(), "ostree admin deploy needs root");
        HostCommit host = host();
        HostChanges changes = host.changes(new CustomizationReader()
                .read(Files.writeString(tmp.resolve("c.yaml"), WISH.replace("cacerts: {files: [ca.pem]}\n", ""))));
        Path root = extract("root", new SysrootTree(host, PLATFORM, changes, InitialKernelArguments.ROOT).build());
        Path more = tmp.resolve("more/usr/etc");
        Files.createDirectories(more);
        Files.writeString(more.resolve("new.conf"), "new\n");
        Files.writeString(more.resolve("motd"), "the tree's\n");
        String repo = "--repo=" + root.resolve("ostree/repo");
        run("ostree", repo, "commit", "--branch=os/main", "--tree=ref=os/main", "--tree=dir=" + tmp.resolve("more"));
        run("ostree", "admin", "deploy", "--sysroot=" + root, "--os=default", "os/main");
        String commit = run("ostree", repo, "rev-parse", "os/main").strip();
        Path deployment = root.resolve("ostree/deploy/default/deploy/" + commit + ".0");
        Path etc = deployment.resolve("etc");
        // ostree makes a deployment immutable; nobody could remove the test's directory.
        run("chattr", "-i", deployment.toString());

        assertThat(etc.resolve("new.conf")).hasContent("new\n");
        assertThat(etc.resolve("motd")).hasContent("hello\n");
        assertThat(etc.resolve("hostname")).hasContent("db1\n");
        assertThat(Files.readString(etc.resolve("passwd"))).contains("anna:x:1000:1000:");
        assertThat(Files.readSymbolicLink(etc.resolve("localtime"))).hasToString("../usr/share/zoneinfo/Europe/Berlin");
        assertThat(Files.readSymbolicLink(etc.resolve("systemd/system/always.service")))
                .hasToString("/dev/null");
        assertThat(etc.resolve("systemd/system/timers.target.wants/old.timer")).doesNotExist();
        assertThat(mode(etc.resolve("atomsmith/first-boot"))).isEqualTo("rwx------");
    }

    private HostChanges changes(HostCommit host) throws IOException {
        return host.changes(new CustomizationReader().read(Files.writeString(tmp.resolve("c.yaml"), WISH)));
    }

    /** Writes a file system, has it checked, and takes its files out again. */
    private Path extract(String name, Directory tree) throws IOException, InterruptedException {
        Path image = tmp.resolve(name + ".ext4");
        Ext4Options options = Ext4Options.of(name, new UUID(1, 2), new UUID(3, 4), 0, 1000);
        long size = Ext4FileSystem.sizeFor(tree, options, 1 << 20);
        DiskWriter.write(
                Ext4FileSystem.plan(tree, options.withSize(size)),
                List.of(new DiskWriter.Output(image, DiskFormat.RAW)),
                false,
                _ -> {});
        run("e2fsck", "-fn", image.toString());
        Path to = Files.createDirectory(tmp.resolve(name));
        run("debugfs", "-R", "rdump / " + to, image.toString());
        return to;
    }

    private String isEnabled(Path root, String unit) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("systemctl", "--root=" + root, "is-enabled", unit)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean has(String program) {
        return Stream.of("/usr/bin/", "/usr/sbin/").anyMatch(d -> Files.isExecutable(Path.of(d + program)));
    }

    private static void needs(String... programs) {
        for (String program : programs) {
            assumeTrue(has(program), program + " is not installed");
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(tmp.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }

    private HostCommit host() throws IOException {
        Repository repository = Repository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Map<String, String> contents = new TreeMap<>(SampleHost.files());
        contents.put("usr/lib/modules/6.1/vmlinuz", "a kernel");
        contents.put("usr/lib/modules/6.1/initramfs.img", "an initramfs");
        contents.put("usr/lib/os-release", "ID=x\nPRETTY_NAME=\"Example OS 13\"\n");
        contents.put("usr/lib/atomsmith/boot/grub.cfg", "source the menu\n");
        TreeBuilder tree = new TreeBuilder();
        try (Transaction transaction = repository.begin()) {
            for (Map.Entry<String, String> content : contents.entrySet()) {
                boolean link = content.getValue().startsWith("-> ");
                byte[] bytes = link ? new byte[0] : SampleHost.bytes(content.getValue());
                FileHeader header = link
                        ? FileHeader.symlink(content.getValue().substring(3))
                        : FileHeader.regular(SampleHost.mode(content.getKey()));
                Checksum checksum = transaction.writeContent(header, bytes);
                tree.put(content.getKey(), new TreeNode.File(checksum, header, bytes.length));
            }
            TreeRoot root = tree.build().write(transaction);
            Checksum commit = transaction.write(new CommitBuilder(root.tree(), root.meta(), 1_700_000_000)
                    .version("1.5")
                    .refBinding(List.of("os/main"))
                    .build());
            transaction.commit();
            return HostCommit.load(repository, commit);
        }
    }
}
