package org.atomsmith.host.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.health.HealthReport.CheckResult;
import org.atomsmith.host.health.HealthReport.State;
import org.atomsmith.host.health.check.HealthCheck;
import org.atomsmith.host.health.check.HealthSettings;
import org.atomsmith.host.status.BadDeployments;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.SettingsFile;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.boot.BootTries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of a boot lead to; libostree says what the machine would boot. */
final class HealthRunTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SETTINGS = """
            [health]
            timeout=2
            grace=0
            interval=0
            [checks]
            off=failed-units,container-runtime,disk-space
            """;

    @TempDir
    private Path tmp;

    private RunningHost machine;
    private Checksum oldCommit;
    private Checksum newCommit;
    private InstalledDeployment oldOne;
    private InstalledDeployment newOne;
    private final List<String> journal = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        machine = new RunningHost(tmp);
        oldCommit = machine.commit("1");
        oldOne = machine.deploy(oldCommit);
        newCommit = machine.commit("2");
        newOne = machine.deploy(newCommit);
        newOne.deployment().trial().arm(machine.boot());
    }

    @Test
    void a_healthy_deployment_ends_its_trial() throws IOException {
        Host host = machine.boot(newOne);
        script(host, "etc/atomsmith/health.d/required.d/10-fine", "echo fine");
        script(host, "usr/lib/greenboot/check/wanted.d/20-odd.sh", "echo something is odd; exit 3");
        script(host, "etc/greenboot/green.d/50-tell", "echo green > " + tmp.resolve("told"));
        HealthRun.Result result = run(host);
        assertThat(result.reboot()).isFalse();
        assertThat(result.report().state()).isEqualTo(State.HEALTHY);
        assertThat(check(result, "required.d/10-fine").message()).isEqualTo("fine");
        assertThat(check(result, "wanted.d/20-odd.sh"))
                .returns(HealthCheck.State.FAILED, CheckResult::state)
                .returns("exit code 3: something is odd", CheckResult::message);
        assertThat(BootTries.read(machine.boot())).isEmpty();
        assertThat(tmp.resolve("told")).exists();
        assertThat(tmp.resolve("run/motd.d/50-atomic")).doesNotExist();
        String json = Files.readString(tmp.resolve("run/atomsmith/health.json"));
        assertThat(json).startsWith("{\"state\":\"healthy\",").contains("\"failed\":[]");
        assertThat(HealthReport.parse(json).orElseThrow().json()).isEqualTo(json);
    }

    @Test
    void a_deployment_on_trial_that_fails_is_left_and_after_the_fallback_it_is_bad() throws IOException {
        Host host = machine.boot(newOne);
        script(host, "usr/lib/atomsmith/health.d/required.d/web", "echo no answer on port 80 >&2; exit 1");
        HealthRun.Result result = run(host);
        assertThat(result.reboot()).isTrue();
        assertThat(result.report().failed()).extracting(CheckResult::name).containsExactly("required.d/web");
        assertThat(BootTries.read(machine.boot())).contains(newOne.deployment().trial());

        // What the boot loader does in three boots.
        newOne.deployment().trial().withLeft(0).arm(machine.boot());
        Host fallback = machine.boot(oldOne);
        assertThat(run(fallback).report().state()).isEqualTo(State.HEALTHY);
        assertThat(machine.order()).containsExactly(oldCommit.hex(), newCommit.hex());
        assertThat(BootTries.read(machine.boot())).isEmpty();
        BadDeployments bad = new BadDeployments(fallback.directories());
        assertThat(bad.of(newCommit))
                .contains(new BadDeployments.Mark(
                        "required.d/web failed (exit code 1: no answer on port 80)", NOW.toString(), "2"));
        assertThat(tmp.resolve("run/motd.d/50-atomic"))
                .content()
                .isEqualTo("The update to 2 was rolled back: required.d/web failed (exit code 1: no answer on port"
                        + " 80).\n");
        assertThat(journal)
                .anyMatch(line -> line.startsWith("The boot loader gave up the update to 2: required.d/web"));

        // Booted by hand, it works after all.
        Files.delete(machine.boot(newOne).directories().root().resolve("usr/lib/atomsmith/health.d/required.d/web"));
        run(machine.boot(newOne));
        assertThat(bad.all()).isEmpty();
    }

    @Test
    void a_deployment_that_never_came_up_is_bad_too_and_a_hand_s_choice_is_no_fallback() throws IOException {
        assertThat(run(machine.boot(oldOne)).reboot()).isFalse();
        assertThat(machine.order()).containsExactly(newCommit.hex(), oldCommit.hex());
        assertThat(BootTries.read(machine.boot())).contains(newOne.deployment().trial());

        newOne.deployment().trial().withLeft(0).arm(machine.boot());
        Host fallback = machine.boot(oldOne);
        run(fallback);
        assertThat(new BadDeployments(fallback.directories())
                        .of(newCommit)
                        .orElseThrow()
                        .reason())
                .isEqualTo("it did not reach healthy in 3 boots");
    }

    @Test
    void a_deployment_that_hangs_is_left_when_its_time_is_over() throws IOException {
        Host host = machine.boot(newOne);
        assertThat(engine(host).expired(10)).isTrue();
        newOne.deployment().trial().withLeft(0).arm(machine.boot());
        Host fallback = machine.boot(oldOne);
        run(fallback);
        assertThat(new BadDeployments(fallback.directories())
                        .of(newCommit)
                        .orElseThrow()
                        .reason())
                .isEqualTo("it was not up after 10 minutes");
        assertThat(engine(fallback).expired(10)).isFalse();
    }

    @Test
    void a_deployment_that_is_not_on_trial_is_never_left() throws IOException {
        BootTries.clear(machine.boot());
        Host host = machine.boot(newOne);
        script(host, "etc/greenboot/check/required.d/slow", "exec sleep 30");
        HealthRun.Result result = run(host);
        assertThat(result.reboot()).isFalse();
        assertThat(check(result, "required.d/slow").message()).isEqualTo("no answer after 2 s");
        assertThat(tmp.resolve("run/motd.d/50-atomic"))
                .content()
                .startsWith("This system is not healthy: required.d/slow failed");
    }

    @Test
    void settings_move_and_switch_off_checks_and_drop_ins_win() throws IOException {
        Host host = machine.boot(newOne);
        script(host, "usr/lib/atomsmith/health.d/required.d/a", "exit 1");
        script(host, "usr/lib/atomsmith/health.d/required.d/b", "exit 1");
        script(host, "usr/lib/atomsmith/health.d/wanted.d/c", "exit 1");
        script(host, "usr/lib/atomsmith/health.d/required.d/hidden", "exit 1");
        LinuxFiles.symlink("/dev/null", host.directories().configuration().resolve("health.d/required.d/hidden"));
        Path settings =
                Files.createDirectories(host.directories().configuration().resolve("health.conf.d"));
        Files.writeString(host.directories().configuration().resolve("health.conf"), SETTINGS);
        Files.writeString(
                settings.resolve("50.conf"),
                "[checks]\noff=failed-units required.d/a\nwanted=required.d/b\n" + "required=wanted.d/c\n");
        HealthSettings read = HealthSettings.of(SettingsFile.read(host.directories(), "health.conf"));
        HealthRun engine = new HealthRun(host, read, InstantSource.fixed(NOW), journal::add);
        HealthReport report = engine.look();
        assertThat(report.failed()).extracting(CheckResult::name).containsExactly("wanted.d/c");
        assertThat(report.checks()).extracting(CheckResult::name).doesNotContain("required.d/a", "required.d/hidden");
    }

    @Test
    void a_dead_network_fails_where_there_was_one_before() throws IOException {
        Host host = machine.boot(newOne);
        Path root = host.directories().root();
        Files.createDirectories(root.resolve("sys/class/net/ens3/device"));
        Path routes = Files.createDirectories(root.resolve("proc/net")).resolve("route");
        String head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";
        Files.writeString(routes, head + "ens3\t00000000\t0202000A\t0003\t0\t0\t1024\t00000000\n");
        assertThat(check(run(host), "network").message()).isEqualTo("default route by ens3");
        Files.writeString(routes, head + "ens3\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n");
        assertThat(check(run(host), "network").state()).isEqualTo(HealthCheck.State.FAILED);
        // A machine that is known to be without: the update must not fail for that.
        Files.writeString(host.directories().state().resolve("health-baseline"), "[baseline]\nnetwork=false\n");
        assertThat(check(run(host), "network").state()).isEqualTo(HealthCheck.State.SKIPPED);
    }

    private HealthRun engine(Host host) {
        HealthSettings settings = HealthSettings.of(KeyFile.parse(SETTINGS, "test"));
        return new HealthRun(host, settings, InstantSource.fixed(NOW), journal::add);
    }

    private HealthRun.Result run(Host host) throws IOException {
        HealthRun engine = engine(host);
        engine.settle();
        return engine.conclude(engine.look());
    }

    private static CheckResult check(HealthRun.Result result, String name) {
        return result.report().checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void script(Host host, String path, String content) throws IOException {
        Path file = host.directories().root().resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.createDirectories(host.directories().configuration().resolve("health.d/required.d"));
        Files.writeString(file, "#!/bin/sh\n" + content + "\n");
        LinuxFiles.chmod(file, 0755);
    }
}
