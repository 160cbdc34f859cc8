package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that runs one of its deployments: what is staged, what it never gives up, and its own small {@code /boot}. */
final class RunningHostTest {
    @TempDir
    private Path tmp;

    private HostFixture host;

    @BeforeEach
    void setUp() throws IOException {
        host = new HostFixture(tmp);
    }

    @Test
    void finishes_a_staged_deployment_with_the_configuration_of_the_last_moment() throws IOException {
        Path sysroot = host.system("sysroot");
        InstalledDeployment booted = deployFirst(sysroot);
        Checksum dropped = host.commit("2", "2");
        host.pull(sysroot);
        Sysroot running = running(sysroot, booted);
        assertThat(running.state().booted()).isPresent();

        stage(running, dropped, false);
        assertThat(running.state().staged()).isPresent();
        Checksum next = host.commit("3", "3");
        host.pull(sysroot);
        stage(running, next, true);
        assertThat(running.state().staged().orElseThrow().locked()).isTrue();
        assertThat(sysroot.resolve("ostree/deploy/debian/deploy/" + dropped + ".0"))
                .doesNotExist();
        assertThat(running.finalization().finish()).isFalse();
        assertThat(open(sysroot).state().deployments()).hasSize(1);

        running.staging().setLocked(false);
        Files.writeString(etc(sysroot, booted).resolve("late"), "just before the shutdown\n");
        assertThat(running.finalization().finish()).isTrue();
        assertThat(HostFixture.bootable(sysroot))
                .containsExactly(next, booted.deployment().commit());
        InstalledDeployment finished = open(sysroot).state().at(0);
        assertThat(etc(sysroot, finished).resolve("late")).exists();
        assertThat(finished.entry().options().without("ostree").text()).isEqualTo("root=LABEL=root rw quiet");
        assertThat(tmp.resolve("run/ostree/staged-deployment")).doesNotExist();
        assertThat(running.state().pending()).map(d -> d.deployment().commit()).contains(next);
    }

    @Test
    void keeps_what_is_staged_when_another_one_cannot_be() throws IOException {
        Path sysroot = host.system("sysroot");
        InstalledDeployment booted = deployFirst(sysroot);
        Checksum kept = host.commit("2", "2");
        host.pull(sysroot);
        Sysroot running = running(sysroot, booted);
        stage(running, kept, false);
        Checksum refused = host.commit("3", "3");
        host.pull(sysroot);
        DeployRequest request = DeployRequest.of(HostFixture.OS, refused, Optional.empty(), Optional.of(booted));
        assertThatThrownBy(() -> running.staging().stage(request, true, laidOut -> {
                    assertThat(sysroot.resolve(laidOut.deployment().path())).exists();
                    throw new IOException("not this one");
                }))
                .hasMessage("not this one");
        assertThat(sysroot.resolve("ostree/deploy/debian/deploy/" + refused + ".0"))
                .doesNotExist();
        InstalledDeployment staged = running(sysroot, booted).state().staged().orElseThrow();
        assertThat(staged.deployment().commit()).isEqualTo(kept);
        assertThat(staged.locked()).isFalse();
        assertThat(running.finalization().finish()).isTrue();
        assertThat(HostFixture.bootable(sysroot))
                .containsExactly(kept, booted.deployment().commit());
    }

    @Test
    void tells_at_the_next_boot_why_a_staged_deployment_could_not_be_finished() throws IOException {
        Path sysroot = host.system("sysroot");
        InstalledDeployment booted = deployFirst(sysroot);
        Files.createDirectories(host.tree().resolve("usr/etc/becomes"));
        Checksum next = host.commit("2", "2");
        host.pull(sysroot);
        Sysroot running = running(sysroot, booted);
        stage(running, next, false);
        Files.writeString(etc(sysroot, booted).resolve("becomes"), "a file here, a directory there\n");

        assertThatThrownBy(() -> running.finalization().finish())
                .hasMessageContaining("newly defaults to directory 'becomes'");
        assertThat(HostFixture.bootable(sysroot))
                .containsExactly(booted.deployment().commit());
        Sysroot again = running(sysroot, booted);
        assertThatThrownBy(() -> again.finalization().completeBoot()).hasMessageContaining("becomes");
        again.finalization().completeBoot();
    }

    @Test
    void a_small_boot_file_system_is_emptied_first_of_what_goes_anyway() throws IOException {
        Checksum[] commits = new Checksum[3];
        String output = upgradeWithSmallBoot(commits, 3);
        assertThat(output).contains("told: Insufficient space left in bootfs; updating bootloader in two steps");
        assertThat(output).contains("boots: [" + commits[2] + ", " + commits[0] + "]");
    }

    @Test
    void a_boot_file_system_that_cannot_hold_the_new_kernel_keeps_the_old_ones() throws IOException {
        Checksum[] commits = new Checksum[3];
        String output = upgradeWithSmallBoot(commits, 9);
        assertThat(output).contains("failed: ").contains("boots: [" + commits[1] + ", " + commits[0] + "]");
    }

    /** Two kernels of 2 MB are on a /boot of 6 MB, the older runs, and one of so many MB comes. */
    private String upgradeWithSmallBoot(Checksum[] commits, int megabytes) throws IOException {
        Path sysroot = host.system("sysroot");
        for (int i = 0; i < 3; i++) {
            int size = i == 2 ? (megabytes << 20) / 2 : 2 << 20;
            commits[i] = host.commit((char) ('a' + i) + "x".repeat(size / 2), Integer.toString(i));
            host.pull(sysroot);
            if (i < 2) {
                HostFixture.deploy(open(sysroot));
            }
        }
        // Mounted where nobody else sees it, and gone with the process.
        return OstreeCommand.run(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "set -e; cp -a \"$1/boot\" \"$1/boot.old\"; mount -t tmpfs -o size=6500k tmpfs \"$1/boot\"; "
                        + "cp -a \"$1/boot.old/.\" \"$1/boot/\"; shift; exec \"$@\"",
                "sh",
                sysroot.toString(),
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallBootHost.class.getName(),
                sysroot.toString(),
                tmp.resolve("run").toString());
    }

    @Test
    void never_removes_what_runs() throws IOException {
        Path sysroot = host.system("sysroot");
        InstalledDeployment booted = deployFirst(sysroot);
        host.commit("2", "2");
        host.pull(sysroot);
        Sysroot running = running(sysroot, booted);
        HostFixture.deploy(running);
        assertThatThrownBy(() -> running.write(List.of(running.state().at(0))))
                .hasMessageContaining("booted deployment");
        assertThat(HostFixture.bootable(sysroot)).hasSize(2);
    }

    private void stage(Sysroot running, Checksum commit, boolean locked) throws IOException {
        InstalledDeployment merge = running.state().merge(HostFixture.OS).orElseThrow();
        running.staging()
                .stage(
                        DeployRequest.of(
                                        HostFixture.OS,
                                        commit,
                                        Optional.of(Origin.ofRefspec("origin:" + HostFixture.REF)),
                                        Optional.of(merge))
                                .withArguments(KernelArguments.parse("root=LABEL=root rw quiet")),
                        locked);
    }

    /** The system as it looks to itself: its root is the deployment, and links lead to the disk. */
    private Sysroot running(Path sysroot, InstalledDeployment booted) throws IOException {
        Path root = sysroot.resolve(booted.deployment().path());
        for (String name : List.of("sysroot", "boot")) {
            if (Files.isDirectory(root.resolve(name)) && !Files.isSymbolicLink(root.resolve(name))) {
                Files.delete(root.resolve(name));
                LinuxFiles.symlink(
                        (name.equals("boot") ? sysroot.resolve("boot") : sysroot).toString(), root.resolve(name));
            }
        }
        Path run = tmp.resolve("run");
        Files.createDirectories(run);
        Files.write(run.resolve("ostree-booted"), new byte[0]);
        return Sysroot.open(root, HostFixture.SETTINGS.withHost(root, run), HostFixture.SILENT);
    }

    private static Path etc(Path sysroot, InstalledDeployment deployment) {
        return sysroot.resolve(deployment.deployment().path()).resolve("etc");
    }

    private static Sysroot open(Path sysroot) throws IOException {
        return Sysroot.open(sysroot, HostFixture.SETTINGS, HostFixture.SILENT);
    }

    /** What runs before anything else is staged. */
    private InstalledDeployment deployFirst(Path sysroot) throws IOException {
        host.commit("1", "1");
        host.pull(sysroot);
        return HostFixture.deploy(open(sysroot));
    }
}
