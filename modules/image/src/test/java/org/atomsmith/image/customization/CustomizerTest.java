package org.atomsmith.image.customization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a customization on the files of a host, and what they refuse. */
final class CustomizerTest {
    private static final long DAY = 20_500;

    @TempDir
    private Path tmp;

    @Test
    void makes_accounts_as_useradd_does() throws IOException {
        HostChanges changes = changes("""
                group: [{name: web, gid: 2000}, {name: crew}]
                user:
                  - {name: anna, description: Anna A., groups: [adm, web], password: "%1$s"}
                  - {name: ben, uid: 1500, shell: /bin/sh, expiredate: 21000, force_password_reset: true}
                  - {name: eve, gid: 2000, sudo: password}
                  - {name: root, key: "%2$s"}
                """.formatted(CustomizationReaderTest.HASH, CustomizationReaderTest.KEY));
        assertThat(text(changes, "etc/passwd")).endsWith("""
                anna:x:1000:1000:Anna A.:/home/anna:/bin/bash
                ben:x:1500:1500::/home/ben:/bin/sh
                eve:x:1501:2000::/home/eve:/bin/bash
                """);
        assertThat(text(changes, "etc/shadow"))
                .contains("anna:" + CustomizationReaderTest.HASH + ":20500:0:99999:7:::\n")
                .contains("ben:!:0:0:99999:7::21000:\n")
                .contains("root:*:20000:0:99999:7:::\n");
        assertThat(text(changes, "etc/group")).isEqualTo("""
                root:x:0:
                adm:x:4:anna
                sudo:x:27:eve
                shadow:x:42:
                nogroup:x:65534:
                web:x:2000:anna
                crew:x:2001:
                anna:x:1000:
                ben:x:1500:
                """);
        assertThat(text(changes, "etc/subuid")).isEqualTo("anna:100000:65536\nben:165536:65536\neve:231072:65536\n");
        assertThat(changes.files()).hasEntrySatisfying("var/home/anna", inode -> {
            assertThat(inode.attributes().mode()).isEqualTo(0700);
            assertThat(inode.attributes().uid()).isEqualTo(1000);
            assertThat(inode.attributes().gid()).isEqualTo(1000);
        });
        assertThat(changes.files()
                        .get("var/roothome/.ssh/authorized_keys")
                        .attributes()
                        .mode())
                .isEqualTo(0600);
        assertThat(text(changes, "var/roothome/.ssh/authorized_keys")).isEqualTo(CustomizationReaderTest.KEY + "\n");
        assertThat(changes.files()).doesNotContainKey("etc/sudoers.d/90-eve").containsKey("var/home/eve/.profile");
        assertThat(changes.toString() + changes.describe()).doesNotContain(CustomizationReaderTest.HASH);
    }

    @Test
    void sets_name_time_language_and_name_servers() throws IOException {
        HostChanges changes = changes("""
                hostname: a.example.org
                timezone: {timezone: Europe/Berlin, ntpservers: [a.example.org, b.example.org]}
                locale: {languages: [en_US.UTF-8], keyboard: de}
                dns: {servers: [192.0.2.1, "2001:db8::1"], search: [example.org]}
                kernel: {append: "quiet nosmt"}
                """);
        assertThat(text(changes, "etc/hostname")).isEqualTo("a.example.org\n");
        assertThat(changes.files()).doesNotContainKey("etc/hosts");
        assertThat(changes.files().get("etc/localtime"))
                .asInstanceOf(InstanceOfAssertFactories.type(SymbolicLink.class))
                .extracting(SymbolicLink::target)
                .isEqualTo("../usr/share/zoneinfo/Europe/Berlin");
        assertThat(text(changes, "etc/locale.conf")).isEqualTo("# here\nLANG=en_US.UTF-8\n");
        assertThat(text(changes, "etc/default/keyboard")).isEqualTo("XKBLAYOUT=de\n");
        assertThat(text(changes, "etc/systemd/timesyncd.conf.d/50-image.conf"))
                .isEqualTo("[Time]\nNTP=a.example.org b.example.org\n");
        assertThat(text(changes, "etc/systemd/resolved.conf.d/50-image.conf"))
                .isEqualTo("[Resolve]\nDNS=192.0.2.1 2001:db8::1\nDomains=example.org\n");
        assertThat(changes.kernelArguments()).containsExactly("quiet", "nosmt");
    }

    @Test
    void refuses_what_the_tree_cannot_have() {
        assertThat(mistakes("""
                user:
                  - {name: a, groups: [sduo], shell: /bin/zsh, home: /usr/a}
                  - {name: adm}
                sshkey: [{user: nobody2, key: "%s"}]
                timezone: {timezone: Europe/Berlni}
                locale: {languages: [de_DE.UTF-8], keyboard: dvorak}
                services: {enabled: [wbe, always, pipe@], disabled: [nothing]}
                files:
                  - {path: /usr/bin/x}
                  - {path: /etc/passwd}
                  - {path: /etc/new/x}
                  - {path: /etc/x, user: anna}
                firewall: {ports: ["imap:tcp"], services: {enabled: [gopher]}}
                filesystem: [{mountpoint: /boot/efi}, {mountpoint: /usr}, {mountpoint: /home}, {mountpoint: /var/home}]
                """.formatted(CustomizationReaderTest.KEY)))
                .containsExactlyInAnyOrder(
                        "2: the tree has no shell '/bin/zsh'",
                        "2: the tree has no group 'sduo'",
                        "3: user 'adm' cannot have a group of the same name: the tree has one",
                        "2: home '/usr/a' is not in /var, where the machine's own files are",
                        "4: no user 'nobody2' for the ssh key: neither the tree has one nor 'user'",
                        "5: the tree has no time zone 'Europe/Berlni'",
                        "6: the tree has no locale 'de_DE.UTF-8'",
                        "6: the tree has no keymap 'dvorak'",
                        "7: the tree has no unit 'wbe.service'",
                        "7: unit 'always.service' cannot be enabled: it has no [Install] section, others start it",
                        "7: 'pipe@.service' is a template without a default instance",
                        "7: the tree has no unit 'nothing.service'",
                        "9: 'files': '/usr/bin/x' leads to /usr/bin/x, which is not the machine's own: an image changes"
                                + " /etc and what lies in /var",
                        "10: 'files': '/etc/passwd' is written by the image itself",
                        "11: '/etc/new/x': there is no directory /etc/new",
                        "12: no user 'anna': neither the tree has one nor the customizations",
                        "13: /etc/services of the tree has no 'imap' for tcp",
                        "13: /etc/services of the tree has no service 'gopher'",
                        "14: no partition for '/boot/efi': the boot loader looks for its menu and the kernels on one"
                                + " file system",
                        "14: no partition for '/usr': /usr and /etc belong to a deployment, of which a host has several",
                        "14: two partitions have the mount point /var/home: '/home' and '/var/home'");
    }

    @Test
    void leaves_room_for_a_swap_file_where_it_will_be() throws IOException {
        assertThat(changes("swap: {size: 1 GiB}").partitions().rootFree()).isEqualTo(1L << 30);
        PartitionPlan beside = changes("swap: {size: 1 GiB}\nfilesystem: [{mountpoint: /srv}]\n")
                .partitions();
        assertThat(beside.rootFree()).isEqualTo(1L << 30);
        assertThat(beside.partitions().getFirst().minBytes()).isEmpty();
        PartitionPlan inside = changes("swap: {size: 1 GiB}\nfilesystem: [{mountpoint: /var}]\n")
                .partitions();
        assertThat(inside.rootFree()).isZero();
        assertThat(inside.partitions().getFirst().minBytes()).hasValue((1L << 30) + (256L << 20));
        assertThat(mistakes("swap: {size: 1 GiB}\nfilesystem: [{mountpoint: /var, minsize: 1 GiB}]\n"))
                .containsExactly("1: the swap file does not fit on the partition /var of 1024 MiB");
    }

    @Test
    void a_root_of_xfs_has_boot_in_front_of_all_partitions() throws IOException {
        HostChanges changes = changes("""
                disk:
                  partitions:
                    - {mountpoint: /srv, fs_type: xfs}
                    - {mountpoint: /, fs_type: xfs}
                """);
        assertThat(changes.partitions().rootFileSystem()).isEqualTo(FileSystemType.XFS);
        assertThat(changes.partitions().partitions())
                .extracting(PartitionPlan.Planned::describe)
                .containsExactly("/boot, ext4 'boot'", "/var/srv, xfs 'srv'");
        assertThat(text(changes, "etc/fstab"))
                .matches("UUID=[0-9a-f-]{36} /boot ext4 defaults,x-systemd.device-timeout=5min 0 2\n"
                        + "UUID=[0-9a-f-]{36} /var/srv xfs defaults,x-systemd.device-timeout=5min 0 0\n");
        assertThat(mistakes("disk: {partitions: [{mountpoint: /boot, fs_type: xfs}]}"))
                .containsExactly("1: /boot of xfs is not built: GRUB writes there how often it has tried an update");
        assertThat(mistakes("disk: {partitions: [{mountpoint: /, fs_type: xfs}, {mountpoint: /var/boot}]}"))
                .containsExactly("1: the label 'boot' is that of the partition for /boot");
    }

    @Test
    void gives_the_same_changes_every_time_and_others_for_another_wish() throws IOException {
        String wish = "hostname: a\nfilesystem: [{mountpoint: /var}]\n";
        assertThat(changes(wish).digest()).isEqualTo(changes(wish).digest()).hasSize(64);
        assertThat(changes(wish).partitions()).isEqualTo(changes(wish).partitions());
        assertThat(changes(wish.replace("a\n", "b\n")).partitions())
                .isNotEqualTo(changes(wish).partitions());
        assertThat(HostChanges.NONE.digest()).isEmpty();
    }

    private HostChanges changes(String yaml) throws IOException {
        Path file = Files.writeString(tmp.resolve("c.yaml"), yaml);
        return new Customizer(host(), DAY * 86_400 + 5, "seed").changes(new CustomizationReader().read(file));
    }

    private List<String> mistakes(String yaml) {
        return catchThrowableOfType(TreefileException.class, () -> changes(yaml)).problems().stream()
                .map((Problem p) -> p.at().line() + ": " + p.message())
                .toList();
    }

    private static String text(HostChanges changes, String path) {
        Inode inode = Objects.requireNonNull(changes.files().get(path), path);
        return inode instanceof RegularFile file && file.content() instanceof ContentSource.Inline(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : inode.toString();
    }

    private static HostFiles host() {
        Map<Checksum, byte[]> contents = new HashMap<>();
        TreeBuilder tree = new TreeBuilder();
        SampleHost.files().forEach((path, text) -> {
            boolean link = text.startsWith("-> ");
            byte[] bytes = link ? new byte[0] : SampleHost.bytes(text);
            FileHeader header =
                    link ? FileHeader.symlink(text.substring(3)) : FileHeader.regular(SampleHost.mode(path));
            Checksum checksum = header.checksum(bytes);
            contents.put(checksum, bytes);
            tree.put(path, new TreeNode.File(checksum, header, bytes.length));
        });
        return new HostFiles(tree.build(), file -> new ByteArrayInputStream(contents.get(file.checksum())));
    }
}
