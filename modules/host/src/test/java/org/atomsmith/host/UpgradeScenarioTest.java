package org.atomsmith.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.atomsmith.linux.LinuxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator goes through with upgrades, and what the public playbooks for atomic hosts expect of it. */
final class UpgradeScenarioTest {
    @TempDir
    private Path tmp;

    private SmallHost host;

    @BeforeEach
    void setUp() throws IOException {
        host = new SmallHost(tmp);
    }

    @Test
    void says_by_its_exit_code_that_there_is_nothing_new() {
        assertThat(host.atomic("upgrade", "--check").code()).isEqualTo(77);
        assertThat(host.atomic("upgrade", "--preview").code()).isEqualTo(77);
        assertThat(host.atomic("upgrade", "--unchanged-exit-77").code()).isEqualTo(77);
        assertThat(host.atomic("upgrade"))
                .satisfies(result -> assertThat(result.code()).isZero())
                .satisfies(result -> assertThat(result.out()).contains("No upgrade available."));
    }

    @Test
    void upgrades_goes_back_and_keeps_what_is_the_owners() throws IOException {
        Files.writeString(host.root().resolve("etc/mine"), "mine\n");
        Files.writeString(host.root().resolve("etc/hosts"), "10.0.0.1 mine\n");
        Files.delete(host.root().resolve("etc/removed"));
        Files.writeString(host.root().resolve("var/data"), "data\n");
        String first = host.status("$.deployments[0].checksum");
        String second = host.commit("2", List.of("bash 5.3 1", "vim 9 1"));

        assertThat(host.does("upgrade", "--preview")).contains("bash 5.2-1 -> 5.3-1", "nano-7-1", "vim-9-1", second);
        assertThat(host.status("$.deployments[*].staged")).isEqualTo("false");
        assertThat(host.status("$.cached-update.version")).isEqualTo("\"2\"");
        String said = host.does("upgrade");
        assertThat(said.lines().findFirst().orElseThrow())
                .isEqualTo("1 -> 2 of origin:os/main: 1 upgraded, 1 removed, 1 added");
        assertThat(said).contains("Download ").endsWith("Run 'systemctl reboot' to start 2\n");
        assertThat(host.status("$.deployments[*].staged")).isEqualTo("true, false");
        assertThat(host.atomic("status", "--pending-exit-77").code()).isEqualTo(77);
        host.libostreeAgrees();

        Files.writeString(host.root().resolve("etc/late"), "just before the shutdown\n");
        host.shutDownAndBoot();
        host.libostreeAgrees();
        assertThat(host.status("$.deployments[*].booted")).isEqualTo("true, false");
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"2\"");
        assertThat(host.root().resolve("etc/mine")).hasContent("mine");
        assertThat(host.root().resolve("etc/hosts")).hasContent("10.0.0.1 mine");
        assertThat(host.root().resolve("etc/late")).exists();
        assertThat(host.root().resolve("etc/removed")).doesNotExist();
        assertThat(host.root().resolve("var/data")).hasContent("data");

        Files.writeString(host.root().resolve("etc/newer"), "only here\n");
        host.does("rollback");
        assertThat(host.status("$.deployments[*].checksum")).isEqualTo(first + ", \"" + second + "\"");
        host.libostreeAgrees();
        host.reboot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"1\"");
        assertThat(host.root().resolve("etc/newer")).doesNotExist();
        assertThat(host.root().resolve("var/data")).hasContent("data");
        host.does("rollback");
        host.does("rollback");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"1\", \"2\"");
        assertThat(host.does("history")).contains("staged", "finalized", "rolled-back");
    }

    @Test
    void says_what_will_happen_before_it_says_how_far_it_is() throws IOException {
        host.commit("2", List.of("bash 5.3 1", "nano 7 1"));
        assertThat(host.log("upgrade")
                        .lines()
                        .map(line ->
                                line.replaceAll("[:;].*|(?<=Download) .*", "").strip()))
                .containsExactly(
                        "Looking for updates",
                        "1 -> 2 of origin",
                        "Download",
                        "Downloading",
                        "Laying the system out",
                        "Upgraded",
                        "bash 5.2-1 -> 5.3-1",
                        "Run 'systemctl reboot' to start 2");
    }

    @Test
    void what_libostree_finishes_is_as_good() throws IOException {
        host.commit("2", List.of());
        host.does("upgrade");
        Files.writeString(host.root().resolve("etc/late"), "late\n");
        host.admin("finalize-staged");
        host.reboot();
        host.does("boot-complete");
        assertThat(kinds()).containsExactly("booted", "finalized", "staged");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"2\", \"1\"");
        assertThat(host.root().resolve("etc/late")).exists();
        host.libostreeAgrees();
    }

    @Test
    void a_line_of_the_history_that_a_power_cut_left_half_written_costs_no_other() throws IOException {
        host.commit("os/next", "next", List.of());
        host.does("rebase", "os/next");
        Path history = host.root().resolve("var/lib/atomsmith/history");
        byte[] before = Files.readAllBytes(history);
        host.shutDownAndBoot();
        // What ext4 shows of a line whose place was on the disk before its bytes were.
        Files.write(history, Arrays.copyOf(before, before.length + 150));
        host.does("boot-complete");
        assertThat(kinds()).containsExactly("booted", "finalized", "staged");

        host.does("rollback");
        Files.write(history, Arrays.copyOf(Files.readAllBytes(history), (int) Files.size(history) - 20));
        host.reboot();
        host.does("boot-complete");
        assertThat(kinds()).containsExactly("booted", "booted", "finalized", "staged");
    }

    /** The kinds of what happened, newest first. */
    private List<String> kinds() {
        return host.does("history").lines().map(line -> line.split(" +", -1)[1]).toList();
    }

    @Test
    void what_libostree_staged_is_finished() throws IOException {
        host.commit("2", List.of());
        host.admin("upgrade", "--stage");
        assertThat(host.status("$.deployments[0].staged")).isEqualTo("true");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"2\"");
    }

    @Test
    void tells_of_conflicts_in_etc_and_puts_new_defaults_beside() throws IOException {
        Files.writeString(host.root().resolve("etc/hosts"), "mine\n");
        Files.writeString(host.root().resolve("etc/app/main.conf"), "mine\n");
        host.file("usr/etc/hosts", "the new default\n");
        host.commit("2", List.of());
        assertThat(host.does("upgrade"))
                .contains("/etc/hosts  ->  /etc/hosts.atomic-new")
                .doesNotContain("main.conf");
        assertThat(host.does("etc", "diff")).contains("M    hosts\n", "M    app/main.conf\n", "C    hosts\n");
        host.shutDownAndBoot();
        assertThat(host.root().resolve("etc/hosts")).hasContent("mine");
        assertThat(host.root().resolve("etc/hosts.atomic-new")).hasContent("the new default");
    }

    @Test
    void refuses_now_what_no_shutdown_could_merge() throws IOException {
        Files.writeString(host.root().resolve("etc/becomes"), "a file here\n");
        host.file("usr/etc/becomes/directory", "a directory there\n");
        host.commit("2", List.of());
        assertThat(host.atomic("upgrade"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("/etc/becomes is a directory"));
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"1\"");
        host.libostreeAgrees();
    }

    @Test
    void tells_after_the_next_boot_why_a_shutdown_could_not_finish() throws IOException {
        host.file("usr/etc/becomes/directory", "a directory there\n");
        host.commit("2", List.of());
        host.does("upgrade");
        Files.writeString(host.root().resolve("etc/becomes"), "made after it was staged\n");
        assertThat(host.atomic("finalize-staged").code()).isEqualTo(1);
        host.reboot();
        host.does("boot-complete");
        assertThat(host.does("status")).contains("Warning: the update was not finished: ", "becomes");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"1\"");
        assertThat(host.does("history")).contains("booted", "finalization-failed");
        Files.delete(host.root().resolve("etc/becomes"));
        host.does("upgrade");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"2\"");
    }

    @Test
    void what_an_update_replaced_goes_after_the_next_boot() throws IOException {
        Path first = host.root();
        for (String version : List.of("2", "3")) {
            host.commit(version, List.of());
            host.does("upgrade");
            host.shutDownAndBoot();
        }
        assertThat(first).exists();
        long before = objects();
        host.does("boot-complete");
        assertThat(first).doesNotExist();
        assertThat(objects()).isLessThan(before);
        host.does("fsck");
        host.libostreeAgrees();
    }

    private long objects() throws IOException {
        try (var files = Files.walk(host.sysroot().resolve("ostree/repo/objects"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void downloads_now_and_stages_later_without_the_server() throws IOException {
        host.commit("2", List.of());
        assertThat(host.does("upgrade", "--download-only")).contains("--from-downloaded");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"1\"");
        LinuxFiles.rename(host.source(), tmp.resolve("gone"));
        host.does("upgrade", "--from-downloaded");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"2\", \"1\"");
    }

    @Test
    void deploys_a_version_of_the_history_that_the_remote_keeps() throws IOException {
        String second = host.commit("2", List.of());
        host.commit("3", List.of());
        host.does("deploy", "2");
        assertThat(host.status("$.deployments[0].checksum")).isEqualTo("\"" + second + "\"");
        assertThat(host.atomic("deploy", "99"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("the version '99'"));
        assertThat(host.atomic("deploy", "2", "--unchanged-exit-77").code()).isEqualTo(77);
        host.does(
                "deploy",
                "revision="
                        + second.replace(
                                second, host.status("$.deployments[1].checksum").replace("\"", "")));
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"1\"");
    }

    @Test
    void follows_another_ref_and_comes_back() throws IOException {
        host.commit("os/next", "next", List.of());
        host.does("rebase", "os/next");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].origin")).isEqualTo("\"origin:os/next\"");
        host.libostreeAgrees();
        host.does("rebase", "origin:" + SmallHost.REF);
        assertThat(host.status("$.deployments[0].origin")).isEqualTo("\"origin:os/main\"");
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"1\"");
        assertThat(host.atomic("rebase", "elsewhere:os/main").code()).isEqualTo(1);
    }

    @Test
    void an_older_commit_is_taken_only_when_asked_for() throws IOException {
        Path repo = host.source();
        host.commit("2", List.of());
        host.does("upgrade");
        host.shutDownAndBoot();
        Files.writeString(
                repo.resolve("refs/heads/" + SmallHost.REF),
                host.status("$.deployments[1].checksum").replace("\"", "") + "\n");
        // Commits of one second are neither older nor newer.
        assertThat(host.atomic("upgrade", "--allow-downgrade").code()).isZero();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"1\"");
    }

    @Test
    void what_was_bad_here_is_not_offered_again() throws IOException {
        String second = host.commit("2", List.of());
        Path marks = host.root().resolve("var/lib/atomsmith/bad-deployments");
        Files.createDirectories(marks.resolve("..").normalize());
        Files.writeString(marks, "[" + second + "]\nreason=the check 'network' failed\nversion=2\n");
        assertThat(host.atomic("upgrade", "--unchanged-exit-77"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(77))
                .satisfies(result -> assertThat(result.out()).contains("the check 'network' failed"));
        host.does("deploy", "2");
        assertThat(host.does("status")).contains("Bad: the check 'network' failed");
        assertThat(host.status("$.deployments[0].bad.reason")).contains("network");
    }

    @Test
    void a_locked_deployment_waits() throws IOException {
        String second = host.commit("2", List.of());
        host.does("upgrade", "--lock-finalization");
        assertThat(host.status("$.deployments[0].finalization-locked")).isEqualTo("true");
        host.does("finalize-staged");
        assertThat(host.status("$.deployments[0].staged")).isEqualTo("true");
        assertThat(host.atomic("finalize-deployment", "0".repeat(64), "--no-reboot")
                        .code())
                .isEqualTo(1);
        host.does("finalize-deployment", second, "--no-reboot");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"2\"");
    }
}
