package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of a small operating system, ours and libostree's by turns. */
final class SysrootTest {
    @TempDir
    private Path tmp;

    private HostFixture host;

    @BeforeEach
    void setUp() throws IOException {
        host = new HostFixture(tmp);
    }

    @Test
    void libostree_upgrades_what_we_deployed_and_we_upgrade_what_it_deployed() throws IOException {
        Path sysroot = host.system("sysroot");
        host.commit("1", "1");
        host.pull(sysroot);
        InstalledDeployment first = HostFixture.deploy(open(sysroot));
        Files.writeString(etc(sysroot, first).resolve("app/main.conf"), "the host's own\n");
        Checksum second = host.commit("2", "2");
        host.pull(sysroot);

        theirDeploy(sysroot);

        assertThat(HostFixture.bootable(sysroot))
                .containsExactly(second, first.deployment().commit());
        Sysroot after = open(sysroot);
        InstalledDeployment theirs = after.state().deployments().getFirst();
        assertThat(etc(sysroot, theirs).resolve("app/main.conf")).content().isEqualTo("the host's own\n");
        assertThat(theirs.entry().options().without("ostree").text()).isEqualTo("root=LABEL=root rw");

        Checksum third = host.commit("2", "3");
        host.pull(sysroot);
        InstalledDeployment ours = HostFixture.deploy(open(sysroot));
        assertThat(HostFixture.bootable(sysroot)).containsExactly(third, second);
        assertThat(etc(sysroot, ours).resolve("app/main.conf")).content().isEqualTo("the host's own\n");
        assertThat(HostFixture.status(sysroot)).contains(third.hex() + ".0", "Version: 3");
        theirDeploy(sysroot);
        assertThat(HostFixture.bootable(sysroot)).containsExactly(third, third);
        OstreeCommand.run("ostree", "admin", "--sysroot=" + sysroot, "undeploy", "0");
        HostFixture.bootable(sysroot);
        OstreeCommand.ostree(sysroot.resolve("ostree/repo"), "fsck", "-q");
    }

    @Test
    void flips_links_alone_where_the_kernel_stays_and_entries_where_it_changes() throws IOException {
        Path sysroot = host.system("sysroot");
        host.commit("1", "1");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        HostFixture.deploy(open(sysroot));
        assertThat(open(sysroot).state().version().linkDirectory()).isEqualTo("boot.0.1");
        HostFixture.deploy(open(sysroot));
        assertThat(open(sysroot).state().version().linkDirectory()).isEqualTo("boot.0.0");
        assertThat(sysroot.resolve("ostree/boot.0.1")).doesNotExist();

        host.commit("2", "1");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        assertThat(open(sysroot).state().version().linkDirectory()).isEqualTo("boot.1.1");
        assertThat(Files.isSymbolicLink(sysroot.resolve("ostree/boot.0"))).isFalse();
    }

    @Test
    void the_first_commit_fills_an_empty_var_and_later_ones_leave_it_alone() throws IOException {
        Path sysroot = host.system("sysroot");
        Files.createDirectories(host.tree().resolve("var/lib/app"));
        Files.writeString(host.tree().resolve("var/lib/app/db"), "first\n");
        host.commit("1", "1");
        host.pull(sysroot);
        // A copy that was killed is begun again.
        Path var = sysroot.resolve("ostree/deploy/debian/var");
        Files.createFile(var.resolve(".ostree-initializing"));
        Files.createDirectories(var.resolve("lib/half"));
        HostFixture.deploy(open(sysroot));
        assertThat(var.resolve("lib/app/db")).content().isEqualTo("first\n");
        assertThat(var.resolve("lib/half")).doesNotExist();
        assertThat(var.resolve("log")).isDirectory();
        assertThat(var.resolve(".ostree-initializing")).doesNotExist();

        Files.writeString(host.tree().resolve("var/lib/app/db"), "second\n");
        host.commit("1", "2");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        assertThat(var.resolve("lib/app/db")).content().isEqualTo("first\n");
    }

    @Test
    void keeps_pinned_deployments_and_counts_the_tries_of_new_ones() throws IOException {
        Path sysroot = host.system("sysroot");
        OstreeCommand.ostree(sysroot.resolve("ostree/repo"), "config", "set", "sysroot.boot-counting-tries", "3");
        OstreeCommand.ostree(
                sysroot.resolve("ostree/repo"),
                "config",
                "set",
                "sysroot.bls-append-except-default",
                "grub_users=a;x=y");
        Checksum pinned = host.commit("1", "1");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        Sysroot before = open(sysroot);
        before.pin(before.state().at(0), true);
        for (String version : List.of("2", "3", "4")) {
            host.commit(version, version);
            host.pull(sysroot);
            HostFixture.deploy(open(sysroot));
        }
        assertThat(open(sysroot).state().deployments()).hasSize(3);
        assertThat(HostFixture.bootable(sysroot)).contains(pinned);
        assertThat(HostFixture.status(sysroot)).contains("Pinned: yes");
        Path entries = sysroot.resolve("boot/loader/entries");
        assertThat(Trees.list(entries))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("ostree-1+3.conf", "ostree-2+3.conf", "ostree-3+3.conf");
        assertThat(entries.resolve("ostree-3+3.conf")).content().doesNotContain("grub_users");
        assertThat(entries.resolve("ostree-2+3.conf")).content().contains("grub_users a\nx y\n");
    }

    @Test
    void edits_kernel_arguments_in_entries_that_libostree_named() throws IOException {
        Path sysroot = host.system("sysroot");
        host.commit("1", "1");
        host.pull(sysroot);
        theirDeploy(sysroot);
        Sysroot ours = open(sysroot);
        InstalledDeployment deployment = ours.state().at(0);
        ours.editKernelArguments(deployment, deployment.entry().options().appendIfMissing("quiet"));
        assertThat(Trees.list(sysroot.resolve("boot/loader/entries"))).hasSize(1);
        assertThat(ours.state().at(0).entry().options().arguments()).contains("quiet");
    }

    @Test
    void refuses_what_cannot_be_a_deployment() throws IOException {
        Path sysroot = host.system("sysroot");
        host.commit("1", "1");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        Path entry = sysroot.resolve("boot/loader/entries/ostree-1.conf");
        String good = Files.readString(entry);
        for (String bad : List.of(
                "ostree=/etc",
                "ostree=/ostree/boot.7/debian/x/0",
                "ostree=/ostree/boot.1/../" + "0".repeat(64) + "/0",
                "ostree=/ostree/boot.1/debian/" + "0".repeat(64) + "/0",
                "nothing")) {
            Files.writeString(entry, good.replaceAll("ostree=\\S+", bad));
            assertThatThrownBy(() -> open(sysroot)).as(bad).isInstanceOf(IOException.class);
        }
        Files.writeString(entry, good);
        Files.delete(sysroot.resolve("boot/loader"));
        LinuxFiles.symlink("../../etc", sysroot.resolve("boot/loader"));
        assertThatThrownBy(() -> open(sysroot)).isInstanceOf(SysrootException.class);
    }

    @Test
    void labels_configuration_and_a_new_var_by_the_policy_of_the_tree() throws IOException {
        Path probe = Files.createFile(tmp.resolve("probe"));
        try {
            Xattrs.set(probe, "security.selinux", "x\0".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Assumptions.abort("this file system takes no labels");
        }
        Path sysroot = host.system("sysroot");
        Path policy = host.tree().resolve("usr/etc/selinux");
        Files.createDirectories(policy.resolve("targeted/contexts/files"));
        Files.writeString(policy.resolve("config"), "SELINUX=enforcing\nSELINUXTYPE=targeted\n");
        Files.writeString(policy.resolve("targeted/contexts/files/file_contexts"), """
                /.*\tsystem_u:object_r:default_t:s0
                /etc(/.*)?\tsystem_u:object_r:etc_t:s0
                /etc/hosts\t--\tsystem_u:object_r:net_conf_t:s0
                /var(/.*)?\tsystem_u:object_r:var_t:s0
                """);
        host.commit("1", "1");
        host.pull(sysroot);
        InstalledDeployment deployed = HostFixture.deploy(open(sysroot));
        assertThat(label(etc(sysroot, deployed).resolve("hosts"))).isEqualTo("system_u:object_r:net_conf_t:s0\0");
        assertThat(label(etc(sysroot, deployed))).isEqualTo("system_u:object_r:etc_t:s0\0");
        Path var = sysroot.resolve("ostree/deploy/debian/var");
        assertThat(label(var)).isEqualTo("system_u:object_r:var_t:s0\0");
        assertThat(var.resolve(".ostree-selabeled")).exists();
        OstreeCommand.ostree(sysroot.resolve("ostree/repo"), "fsck", "-q");
    }

    private static String label(Path path) throws IOException {
        return new String(Xattrs.get(path, "security.selinux").orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    @Test
    void unpacks_files_over_the_initramfs_and_forgets_them_with_their_deployment() throws IOException {
        Path sysroot = host.system("sysroot");
        host.commit("1", "1");
        host.pull(sysroot);
        Sysroot system = Sysroot.open(
                sysroot, HostFixture.SETTINGS.withHost(Path.of("/"), tmp.resolve("run")), HostFixture.SILENT);
        Path overlay = Files.writeString(tmp.resolve("overlay.img"), "more files\n");
        String checksum = system.staging().keepOverlayInitrd(overlay);
        DeployRequest request = DeployRequest.of(
                        HostFixture.OS,
                        system.repository().resolve("origin:" + HostFixture.REF),
                        Optional.of(Origin.ofRefspec("origin:" + HostFixture.REF)),
                        Optional.empty())
                .withOverlayInitrds(List.of(checksum));
        system.add(system.deploy(request), Optional.empty(), Retention.DEFAULT);
        system.cleanUp();

        assertThat(system.state().at(0).overlayInitrds()).containsExactly(checksum);
        Path installed = sysroot.resolve("boot/ostree/initramfs-overlays/" + checksum + ".img");
        assertThat(installed).content().isEqualTo("more files\n");
        assertThat(HostFixture.status(sysroot)).contains("debian");

        HostFixture.deploy(system);
        assertThat(installed).exists();
        HostFixture.deploy(system);
        assertThat(installed).doesNotExist();
    }

    @Test
    void a_state_overlay_keeps_state_and_forgets_changes_of_the_system_s_files() throws IOException {
        Path lower = tmp.resolve("opt");
        Path upper = tmp.resolve("var/ostree/state-overlays/opt/upper");
        Files.createDirectories(lower.resolve("app"));
        Files.writeString(lower.resolve("app/program"), "old\n");
        StateOverlay overlay = new StateOverlay(tmp, "opt");
        overlay.prepare(lower, Checksum.digest(new byte[0]));
        Files.createDirectories(upper.resolve("app"));
        Files.writeString(upper.resolve("app/program"), "patched\n");
        Files.writeString(upper.resolve("app/state"), "kept\n");
        overlay.prepare(lower, Checksum.digest(new byte[0]));
        assertThat(upper.resolve("app/program")).exists();
        overlay.prepare(lower, Checksum.digest(new byte[1]));
        assertThat(upper.resolve("app/program")).doesNotExist();
        assertThat(upper.resolve("app/state")).exists();
        assertThatThrownBy(() -> new StateOverlay(tmp, "../x")).isInstanceOf(SysrootException.class);
    }

    private static void theirDeploy(Path sysroot) {
        OstreeCommand.run(
                "env",
                "OSTREE_SYSROOT_DEBUG=mutable-deployments",
                "ostree",
                "admin",
                "--sysroot=" + sysroot,
                "deploy",
                "--os=debian",
                "--karg=root=LABEL=root",
                "--karg=rw",
                "origin:" + HostFixture.REF);
    }

    private static Path etc(Path sysroot, InstalledDeployment deployment) {
        return sysroot.resolve(deployment.deployment().path()).resolve("etc");
    }

    private static Sysroot open(Path sysroot) throws IOException {
        return Sysroot.open(sysroot, HostFixture.SETTINGS, HostFixture.SILENT);
    }
}
