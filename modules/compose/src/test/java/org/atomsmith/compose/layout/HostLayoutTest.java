package org.atomsmith.compose.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.MemoryObjects;
import org.atomsmith.compose.tree.Node;
import org.junit.jupiter.api.Test;

class HostLayoutTest {
    private final MemoryObjects objects = new MemoryObjects();

    private FileTree installed() {
        FileTree tree = new FileTree();
        tree.mkdirs("usr/lib/modules/6.1");
        tree.put("boot/vmlinuz-6.1", objects.text("kernel"));
        tree.put("boot/config-6.1", objects.text("config"));
        tree.put("boot/initrd.img-6.1", objects.text("not ours"));
        tree.put("vmlinuz", new Node.Symlink(0, 0, "boot/vmlinuz-6.1"));
        tree.put("etc/passwd", objects.text("root"));
        tree.put("etc/passwd-", objects.text("old"));
        tree.put("etc/ssh/ssh_host_rsa_key", objects.text("secret"));
        tree.put("etc/machine-id", objects.text("0123"));
        tree.put("root/.profile", objects.text("profile"));
        tree.put("var/lib/pam/seen", objects.text("pam"));
        tree.put("var/lib/dpkg", new Node.Symlink(0, 0, "../../usr/lib/sysimage/dpkg"));
        tree.put("var/cache/debconf/config.dat", objects.text("cache"));
        tree.put("var/log/dpkg.log", objects.text("what was installed when"));
        tree.put(
                "var/log/btmp",
                new Node.File(0, 43, 0660, Node.noXattrs(), "", new Node.Stored(0, 43, 0660, Node.noXattrs()), 0));
        tree.put("var/mail", new Node.Directory(0, 8, 02775, Node.noXattrs()));
        return tree;
    }

    private static HostLayout.Facts facts(LocalDirectories local) {
        return new HostLayout.Facts(true, true, local, false);
    }

    private FileTree host() throws IOException {
        FileTree tree = installed();
        HostLayout.prepare(tree, objects);
        HostLayout.finish(tree, objects, facts(LocalDirectories.VAR));
        return tree;
    }

    @Test
    void the_kernel_is_where_ostree_looks_for_it_and_boot_is_empty() throws IOException {
        FileTree tree = host();
        assertThat(tree.has("usr/lib/modules/6.1/vmlinuz")).isTrue();
        assertThat(tree.has("usr/lib/modules/6.1/config")).isTrue();
        assertThat(tree.children("boot")).isEmpty();
        assertThat(tree.has("vmlinuz")).isFalse();
    }

    @Test
    void etc_becomes_usr_etc_without_anything_of_one_machine() throws IOException {
        FileTree tree = host();
        assertThat(tree.has("etc")).isFalse();
        assertThat(tree.has("usr/etc/passwd")).isTrue();
        assertThat(tree.has("usr/etc/passwd-")).isFalse();
        assertThat(tree.children("usr/etc/ssh")).isEmpty();
        assertThat(objects.text(tree.get("usr/etc/machine-id").orElseThrow())).isEmpty();
    }

    @Test
    void systemd_mounts_no_partition_that_nobody_asked_for() throws IOException {
        assertThat(host().get("usr/etc/systemd/system-generators/systemd-gpt-auto-generator"))
                .contains(new Node.Symlink(0, 0, "/dev/null"));
    }

    @Test
    void var_is_empty_and_made_again_at_boot() throws IOException {
        FileTree tree = host();
        assertThat(tree.children("var")).isEmpty();
        String rules =
                objects.text(tree.get("usr/lib/tmpfiles.d/atomsmith-var.conf").orElseThrow());
        assertThat(rules)
                .contains("C /var/lib/pam/seen 0644 0 0 - -\n")
                .contains("L /var/lib/dpkg - - - - ../../usr/lib/sysimage/dpkg\n")
                .contains("d /var/mail 2775 0 8 - -\n")
                .contains("C /var/roothome/.profile 0644 0 0 - -\n")
                .doesNotContain("config.dat");
        assertThat(objects.text(tree.get("usr/share/factory/var/lib/pam/seen").orElseThrow()))
                .isEqualTo("pam");
    }

    @Test
    void an_empty_log_is_made_again_and_a_written_one_is_not() throws IOException {
        FileTree tree = host();
        String rules =
                objects.text(tree.get("usr/lib/tmpfiles.d/atomsmith-var.conf").orElseThrow());
        assertThat(rules).contains("f /var/log/btmp 0660 0 43 - -\n").doesNotContain("dpkg.log");
        assertThat(tree.has("usr/share/factory/var/log/btmp")).isFalse();
    }

    @Test
    void the_root_directory_has_links_into_var_and_mount_points() throws IOException {
        FileTree tree = host();
        assertThat(tree.children(""))
                .containsExactlyInAnyOrder(
                        "boot", "dev", "home", "media", "mnt", "opt", "ostree", "proc", "root", "run", "srv", "sys",
                        "sysroot", "tmp", "usr", "var");
        assertThat(tree.get("root")).contains(new Node.Symlink(0, 0, "var/roothome"));
        assertThat(tree.get("usr/local")).contains(new Node.Symlink(0, 0, "../var/usrlocal"));
        assertThat(tree.get("tmp").orElseThrow().mode()).isEqualTo(01777);
    }

    @Test
    void a_tree_without_a_kernel_or_with_two_says_so() {
        FileTree none = new FileTree();
        none.put("etc/passwd", objects.text("root"));
        assertThatThrownBy(() -> HostLayout.prepare(none, objects)).hasMessageContaining("the tree has no kernel");
        FileTree two = installed();
        two.mkdirs("usr/lib/modules/6.2");
        two.put("boot/vmlinuz-6.2", objects.text("kernel"));
        assertThatThrownBy(() -> HostLayout.prepare(two, objects)).hasMessageContaining("2 kernels (6.1, 6.2)");
    }

    @Test
    void a_reopened_tree_has_etc_and_var_and_is_the_same_when_it_is_finished_again() throws IOException {
        FileTree tree = installed();
        tree.put("var/lib/a b%/c\\d", objects.text("odd name"));
        HostLayout.prepare(tree, objects);
        HostLayout.Facts made = new HostLayout.Facts(true, false, LocalDirectories.VAR, false);
        HostLayout.finish(tree, objects, made);
        FileTree again = tree.copy();
        HostLayout.Facts facts = HostLayout.reopen(again, objects);
        assertThat(facts).isEqualTo(made);
        assertThat(objects.text(again.get("var/lib/a b%/c\\d").orElseThrow())).isEqualTo("odd name");
        assertThat(again.get("var/mail").orElseThrow()).isEqualTo(new Node.Directory(0, 8, 02775, Node.noXattrs()));
        assertThat(again.has("etc/passwd")).isTrue();
        HostLayout.finish(again, objects, facts);
        assertThat(again).isEqualTo(tree);
    }

    @Test
    void opt_and_usr_local_stay_in_the_commit_when_that_is_asked_for() throws IOException {
        FileTree tree = installed();
        tree.put("opt/acme/bin/run", objects.text("run"));
        tree.put("usr/local/bin/tool", objects.text("tool"));
        HostLayout.prepare(tree, objects);
        FileTree again = tree.copy();
        HostLayout.finish(tree, objects, facts(LocalDirectories.ROOT));
        assertThat(tree.has("opt/acme/bin/run")).isTrue();
        assertThat(tree.has("usr/local/bin/tool")).isTrue();
        assertThat(objects.text(
                        tree.get("usr/lib/tmpfiles.d/atomsmith-var.conf").orElseThrow()))
                .doesNotContain("opt", "usrlocal");

        assertThatThrownBy(() -> HostLayout.finish(again.copy(), objects, facts(LocalDirectories.STATEOVERLAY)))
                .hasMessageContaining("no package brings the unit 'ostree-state-overlay@.service'");
        again.put("usr/lib/systemd/system/ostree-state-overlay@.service", objects.text("[Unit]\n"));
        HostLayout.finish(again, objects, facts(LocalDirectories.STATEOVERLAY));
        assertThat(again.get("opt")).contains(new Node.Symlink(0, 0, "usr/lib/opt"));
        assertThat(again.has("usr/lib/opt/acme/bin/run")).isTrue();
        assertThat(again.has("usr/local/bin/tool")).isTrue();
        assertThat(again.children("usr/lib/systemd/system/local-fs.target.requires"))
                .containsExactly("ostree-state-overlay@usr-lib-opt.service", "ostree-state-overlay@usr-local.service");
        for (FileTree finished : List.of(tree, again)) {
            FileTree reopened = finished.copy();
            HostLayout.Facts facts = HostLayout.reopen(reopened, objects);
            HostLayout.finish(reopened, objects, facts);
            assertThat(reopened).isEqualTo(finished);
        }
    }

    @Test
    void the_kernel_is_named_a_second_time_for_old_libostree() throws IOException {
        FileTree tree = installed();
        HostLayout.prepare(tree, objects);
        tree.put("usr/lib/modules/6.1/initramfs.img", objects.text("initramfs"));
        HostLayout.Facts facts = new HostLayout.Facts(true, true, LocalDirectories.VAR, true);
        HostLayout.finish(tree, objects, facts);
        // printf kernelinitramfs | sha256sum
        String digest = "2bc969738d2fe613925042519dbc8fad37fdbdd7ef87fcbaf99ed2c4847ffc92";
        assertThat(tree.children("usr/lib/ostree-boot"))
                .containsExactly("initramfs-6.1.img-" + digest, "vmlinuz-6.1-" + digest);
        FileTree again = tree.copy();
        assertThat(HostLayout.reopen(again, objects)).isEqualTo(facts);
        again.put("usr/lib/modules/6.1/initramfs.img", objects.text("another"));
        HostLayout.finish(again, objects, facts);
        assertThat(again.children("usr/lib/ostree-boot")).hasSize(2).noneMatch(name -> name.endsWith(digest));
    }

    @Test
    void units_are_enabled_by_their_install_sections() throws IOException {
        FileTree tree = new FileTree();
        tree.put(
                "usr/lib/systemd/system/a.service",
                objects.text(
                        "[Unit]\nAfter=x\n[Install]\nWantedBy=multi-user.target\nAlias=b.service\nAlso=c.socket\n"));
        tree.put("usr/lib/systemd/system/c.socket", objects.text("[Install]\nRequiredBy=sockets.target\n"));
        tree.put(
                "usr/lib/systemd/system/getty@.service",
                objects.text("[Install]\nWantedBy=getty.target\nDefaultInstance=tty1\n"));
        tree.put("usr/lib/systemd/system/multi-user.target", objects.text("[Unit]\n"));
        new Units(List.of("a.service", "getty@.service"), Optional.of("multi-user.target")).apply(tree, objects);
        Node target = new Node.Symlink(0, 0, "/usr/lib/systemd/system/a.service");
        assertThat(tree.get("etc/systemd/system/multi-user.target.wants/a.service"))
                .contains(target);
        assertThat(tree.get("etc/systemd/system/b.service")).contains(target);
        assertThat(tree.has("etc/systemd/system/sockets.target.requires/c.socket"))
                .isTrue();
        assertThat(tree.has("etc/systemd/system/getty.target.wants/getty@tty1.service"))
                .isTrue();
        assertThat(tree.has("etc/systemd/system/default.target")).isTrue();
        assertThatThrownBy(() -> new Units(List.of("sshd.service"), Optional.empty()).apply(tree, objects))
                .hasMessageContaining("units: no package or overlay brings the unit 'sshd.service'");
    }
}
