package org.atomsmith.host.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.host.SmallHost;
import org.atomsmith.ostree.sysroot.boot.BootTries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trial of an update from the command that stages it to the one that ends it, on a host that libostree made. */
final class TrialScenarioTest {
    @TempDir
    private Path tmp;

    private SmallHost host;
    private Path boot;

    @BeforeEach
    void setUp() throws IOException {
        host = new SmallHost(tmp);
        boot = host.sysroot().resolve("boot");
        Files.createDirectories(boot.resolve("grub"));
        Files.writeString(boot.resolve("grub/grub.cfg"), "source ($root)/boot/loader/grub.cfg\n");
        host.file("usr/lib/systemd/system/atomic-health.service", "[Service]\n");
    }

    @Test
    void an_update_is_on_trial_until_the_checks_find_it_healthy() throws IOException {
        String commit = host.commit("2", List.of("bash 5.3 1"));
        assertThat(host.atomic("upgrade").code()).isZero();
        assertThat(BootTries.read(boot))
                .as("nothing is tried before the shutdown")
                .isEmpty();
        host.shutDownAndBoot();
        BootTries tries = BootTries.read(boot).orElseThrow();
        assertThat(tries.left()).isEqualTo(3);
        assertThat(tries.deployment()).isEqualTo("debian/" + commit + ".0");
        assertThat(Files.readString(boot.resolve("loader/grub.cfg")))
                .contains("set first_slot='" + tries.slot() + "'\n");

        quick();
        SmallHost.Result run = host.atomic("health", "run", "--no-reboot");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(BootTries.read(boot)).isEmpty();
        assertThat(host.atomic("health").out()).startsWith("State: healthy\n");
        assertThat(host.atomic("health", "--json").out()).startsWith("{\"state\":\"healthy\",");
    }

    @Test
    void an_update_that_fails_its_checks_is_not_offered_again_and_status_says_why() throws IOException {
        String commit = host.commit("2", List.of("bash 5.3 1"));
        host.atomic("upgrade");
        host.shutDownAndBoot();
        quick();
        Path check = host.root().resolve("etc/atomsmith/health.d/required.d/web");
        Files.createDirectories(check.resolve("..").normalize());
        Files.writeString(check, "#!/bin/sh\necho no answer\nexit 1\n");
        org.atomsmith.linux.LinuxFiles.chmod(check, 0755);
        SmallHost.Result run = host.atomic("health", "run", "--no-reboot");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("The system is not healthy: required.d/web failed (exit code 1: no answer)");

        // The boot loader counts to zero and boots the second entry: here, that entry is put first for a moment.
        BootTries.read(boot).orElseThrow().withLeft(0).arm(boot);
        host.fallBack();
        quick();
        assertThat(host.atomic("health", "run", "--no-reboot").out())
                .contains("The boot loader gave up the update to 2: required.d/web failed (exit code 1: no answer).");
        assertThat(host.atomic("status").out()).contains("required.d/web failed");
        assertThat(host.atomic("upgrade").out()).contains("2 was bad on this host and is not offered again");
        assertThat(host.atomic("deploy", commit).code())
                .as("unless it is named")
                .isZero();
    }

    @Test
    void a_rollback_by_hand_ends_the_trial() throws IOException {
        host.commit("2", List.of("bash 5.3 1"));
        host.atomic("upgrade");
        host.shutDownAndBoot();
        assertThat(BootTries.read(boot)).isPresent();
        assertThat(host.atomic("rollback").code()).isZero();
        assertThat(BootTries.read(boot)).isEmpty();
    }

    private void quick() throws IOException {
        Path settings = Files.createDirectories(host.root().resolve("etc/atomsmith"));
        Files.writeString(
                settings.resolve("health.conf"),
                "[health]\ngrace=0\n[checks]\noff=failed-units,container-runtime,disk-space,network\n");
    }
}
