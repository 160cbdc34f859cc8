package org.atomsmith.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a host beside upgrading it. */
final class OperatorScenarioTest {
    @TempDir
    private Path tmp;

    private SmallHost host;

    @BeforeEach
    void setUp() throws IOException {
        host = new SmallHost(tmp);
    }

    @Test
    void the_status_has_the_fields_that_scripts_read() {
        String json = host.does("status", "--json");
        for (String field : List.of(
                "deployments",
                "id",
                "osname",
                "serial",
                "checksum",
                "version",
                "timestamp",
                "origin",
                "booted",
                "staged",
                "pinned",
                "unlocked",
                "requested-packages",
                "requested-local-packages",
                "base-removals",
                "gpg-enabled",
                "regenerate-initramfs",
                "base-commit-meta",
                "transaction",
                "cached-update",
                "update-driver")) {
            assertThat(json).contains("\"" + field + "\" : ");
        }
        assertThat(host.does("status")).contains("State: idle", "* origin:os/main", "Version: 1 (");
        assertThat(host.run(List.of("status", "--json"), Map.of("ATOMIC_PROGRAM", "rpm-ostree"))
                        .out())
                .isEqualTo(json);
        assertThat(host.status("$..unlocked")).isEqualTo("\"none\"");
    }

    @Test
    void kernel_arguments_are_changed_by_a_new_deployment_of_the_same_version() throws IOException {
        assertThat(host.does("kargs")).isEqualTo("root=LABEL=root rw\n");
        host.does("kargs", "--append=console=tty0", "--append=console=ttyS0", "--replace=root=LABEL=other");
        assertThat(host.does("kargs")).isEqualTo("root=LABEL=other rw console=tty0 console=ttyS0\n");
        assertThat(host.atomic("kargs", "--append-if-missing=rw", "--unchanged-exit-77")
                        .code())
                .isEqualTo(77);
        assertThat(host.atomic("kargs", "--delete=console").err()).contains("Multiple values for key 'console'");
        assertThat(host.atomic("kargs", "--delete=absent").code()).isEqualTo(1);
        host.does("kargs", "--delete=console=tty0", "--delete-if-present=absent");
        host.shutDownAndBoot();
        host.libostreeAgrees();
        try (var entries = Files.list(host.sysroot().resolve("boot/loader/entries"))) {
            assertThat(entries.map(OperatorScenarioTest::read))
                    .anySatisfy(entry -> assertThat(entry).contains("root=LABEL=other rw console=ttyS0 ostree="));
        }
    }

    @Test
    void pinned_deployments_outlive_upgrades_and_cleanup() throws IOException {
        host.does("pin", "0");
        assertThat(host.does("pin", "0")).contains("already pinned");
        for (String version : List.of("2", "3")) {
            host.commit(version, List.of());
            host.does("upgrade");
            host.shutDownAndBoot();
        }
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"3\", \"2\", \"1\"");
        host.does("cleanup", "-r");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"3\", \"1\"");
        host.does("unpin", "1");
        host.does("cleanup", "-rb");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"3\"");
        host.commit("4", List.of());
        host.does("upgrade");
        host.does("cleanup", "-p");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"3\"");
        host.libostreeAgrees();
        assertThat(host.atomic("cleanup").code()).isEqualTo(2);
        assertThat(host.atomic("pin", "7").code()).isEqualTo(1);
    }

    @Test
    void a_second_change_is_told_who_makes_the_first() throws IOException {
        Path run = host.run().resolve("atomsmith");
        Files.createDirectories(run);
        try (FileLock _ = FileLock.tryAcquire(run.resolve("change.lock"), FileLock.Mode.EXCLUSIVE)
                .orElseThrow()) {
            Files.writeString(run.resolve("change"), ProcessHandle.current().pid() + "\nupgrade\n");
            assertThat(host.atomic("kargs", "--append=x").err())
                    .contains("'upgrade' (process " + ProcessHandle.current().pid() + ")");
            assertThat(host.does("status")).contains("State: busy: 'upgrade'");
        }
        // Whoever was killed left the file, and no lock.
        assertThat(host.atomic("kargs", "--append=x").code()).isZero();
        assertThat(host.does("status")).contains("State: idle");
    }

    @Test
    void finds_what_is_broken_in_the_running_tree() throws IOException {
        assertThat(host.does("verify")).contains("all are as they should be");
        Files.writeString(host.root().resolve("usr/bin/tool"), "broken by the disk\n");
        assertThat(host.atomic("verify"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(1))
                .satisfies(result -> assertThat(result.out()).contains("/usr/bin/tool: "));
        assertThat(host.atomic("fsck").code()).isEqualTo(1);
    }

    @Test
    void lists_and_compares_packages() throws IOException {
        host.commit("2", List.of("bash 5.1 1", "vim 9 1"));
        host.does("upgrade", "--allow-downgrade");
        assertThat(host.does("db", "list")).contains(" bash-5.2-1.x86_64\n", " nano-7-1.x86_64\n");
        assertThat(host.does("db", "diff", "--format=diff"))
                .contains("!bash-5.2-1.x86_64\n=bash-5.1-1.x86_64\n", "-nano-7-1.x86_64\n", "+vim-9-1.x86_64\n");
        assertThat(host.does("db", "diff")).contains("Downgraded:\n  bash 5.2-1 -> 5.1-1\n");
    }

    @Test
    void files_of_etc_go_into_the_initramfs_again_with_each_upgrade() throws IOException {
        host.does("initramfs-etc", "--track=/etc/hosts");
        assertThat(host.does("initramfs-etc")).isEqualTo("/etc/hosts\n");
        host.commit("2", List.of());
        host.does("upgrade");
        host.shutDownAndBoot();
        host.libostreeAgrees();
        Path overlays = host.sysroot().resolve("boot/ostree/initramfs-overlays");
        try (var files = Files.list(overlays)) {
            Path archive = files.findFirst().orElseThrow();
            assertThat(org.atomsmith.linux.Command.of("cpio", "-it", "--quiet", "-F", archive.toString())
                            .runOrThrow()
                            .output())
                    .isEqualTo("etc\netc/hosts\n");
        }
        host.does("initramfs-etc", "--untrack-all");
        assertThat(host.does("initramfs-etc")).isEmpty();
        assertThat(host.atomic("initramfs-etc", "--track=/usr/x").code()).isEqualTo(2);
    }

    @Test
    void an_unlocked_system_is_writable_and_a_hotfix_leaves_a_clean_copy() throws IOException {
        Files.createDirectories(host.root().resolve("var/tmp"));
        assertThat(whereMountsAreOurs("touch \"$usr/touched\"; ls \"$usr\"", "unlock"))
                .contains("touched");
        assertThat(host.root().resolve("usr/touched")).doesNotExist();
        assertThat(host.status("$.deployments[*].unlocked")).isEqualTo("\"development\"");
        host.reboot();
        assertThat(host.status("$.deployments[*].unlocked")).isEqualTo("\"none\"");
        assertThat(whereMountsAreOurs("touch \"$usr/touched\"; ls \"$usr\"", "unlock", "--hotfix"))
                .contains("touched");
        assertThat(host.root().resolve(".usr-ovl-upper/touched")).exists();
        assertThat(host.status("$.deployments[*].unlocked")).isEqualTo("\"hotfix\", \"none\"");
        host.libostreeAgrees();
    }

    /** Runs a command and then a script, in mounts that are gone afterwards. */
    private String whereMountsAreOurs(String script, String... words) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                "usr=$1; shift; \"$@\"; " + script,
                "sh",
                host.root().resolve("usr").toString()));
        command.addAll(host.process(words));
        return org.atomsmith.linux.Command.of(command)
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .runOrThrow()
                .output();
    }

    @Test
    void a_factory_reset_leaves_nothing_but_what_it_was_asked_to_keep() throws IOException {
        Files.writeString(host.root().resolve("etc/mine"), "mine\n");
        Files.writeString(host.root().resolve("etc/hosts"), "mine\n");
        Path var = host.root().resolve("var");
        for (String name : List.of("home/alice", "lib/app", "lib/kept")) {
            Files.createDirectories(var.resolve(name));
            Files.writeString(var.resolve(name + "/data"), "data\n");
        }
        assertThat(host.atomic("factory-reset").code()).isEqualTo(2);
        host.does("factory-reset", "--yes", "--keep=/var/lib/kept", "--keep=/etc/hosts");
        // What runs until then is left alone.
        assertThat(host.does("factory-reset", "--empty-var")).contains("another deployment");
        assertThat(var.resolve("home/alice/data")).exists();
        host.shutDownAndBoot();
        assertThat(host.root().resolve("etc/mine")).doesNotExist();
        assertThat(host.root().resolve("etc/hosts")).hasContent("mine");
        host.does("factory-reset", "--empty-var");
        assertThat(var.resolve("home")).doesNotExist();
        assertThat(var.resolve("lib/app")).doesNotExist();
        assertThat(var.resolve("lib/kept/data")).exists();
        Files.createDirectories(var.resolve("home/bob"));
        host.does("factory-reset", "--empty-var");
        assertThat(var.resolve("home/bob")).exists();
    }

    @Test
    void a_factory_reset_that_was_taken_back_never_empties_anything() throws IOException {
        host.does("factory-reset", "--yes");
        host.does("cleanup", "-p");
        host.does("kargs", "--append=quiet");
        host.shutDownAndBoot();
        Files.writeString(host.root().resolve("var/data"), "data\n");
        host.does("factory-reset", "--empty-var");
        assertThat(host.root().resolve("var/data")).exists();
    }

    @Test
    void a_factory_reset_that_fails_leaves_what_was_staged_and_nothing_of_its_own() throws IOException {
        host.does("kargs", "--append=quiet");
        String before = host.status("$.deployments[*].id");
        // A file where the image has a directory: no rule says which of them is needed.
        Trees.delete(host.root().resolve("etc/app"));
        Files.writeString(host.root().resolve("etc/app"), "mine\n");
        SmallHost.Result refused = host.atomic("factory-reset", "--yes", "--keep=/etc/app");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("'app'");
        assertThat(host.status("$.deployments[*].id")).isEqualTo(before);
        host.libostreeAgrees();

        // After it was staged: then what was staged before is gone already.
        Path history = host.root().resolve("var/lib/atomsmith/history");
        Files.move(history, history.resolveSibling("aside"));
        Files.createDirectory(history);
        assertThat(host.atomic("factory-reset", "--yes").code()).isEqualTo(1);
        assertThat(host.status("$.deployments[*].staged")).isEqualTo("false");
        host.libostreeAgrees();
        try (var deployments = Files.list(host.sysroot().resolve("ostree/deploy/debian/deploy"))) {
            assertThat(deployments.filter(Files::isDirectory)).hasSize(1);
        }
        assertThat(history.resolveSibling("factory-reset")).doesNotExist();
    }

    @Test
    void a_factory_reset_that_fails_leaves_the_one_that_was_ordered_before() throws IOException {
        Files.writeString(host.root().resolve("var/data"), "data\n");
        host.does("factory-reset", "--yes");
        Trees.delete(host.root().resolve("etc/app"));
        Files.writeString(host.root().resolve("etc/app"), "mine\n");
        assertThat(host.atomic("factory-reset", "--yes", "--keep=/etc/app").code())
                .isEqualTo(1);
        host.shutDownAndBoot();
        host.does("factory-reset", "--empty-var");
        assertThat(host.root().resolve("var/data")).doesNotExist();
    }

    @Test
    void every_command_explains_itself_and_refuses_what_it_does_not_know() {
        HostCommands commands = new HostCommands();
        for (String name : commands.names()) {
            assertThat(commands.find(name)).as(name).isPresent();
            SmallHost.Result help = host.atomic(name, "--help");
            assertThat(help.code()).as(name).isZero();
            assertThat(help.out()).contains("Usage: atomic host " + name);
            assertThat(host.atomic(name, "--no-such-option").code()).as(name).isEqualTo(2);
        }
        assertThat(host.atomic("upgrad").err()).contains("did you mean 'upgrade'?");
        assertThat(host.atomic("upgrade", "--chekc").err()).contains("did you mean '--check'?");
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(host.run(List.of("completion", shell), Map.of()).out()).contains("unchanged-exit-77");
        }
    }

    @Test
    void a_disk_that_is_only_mounted_is_upgraded_at_once() throws IOException {
        host.commit("2", List.of());
        Map<String, String> mounted = Map.of(
                "ATOMIC_ROOT",
                host.sysroot().toString(),
                "ATOMIC_RUN",
                tmp.resolve("none").toString());
        List<String> words = List.of("host", "upgrade", "--sysroot=" + host.sysroot());
        assertThat(host.run(words, mounted))
                .satisfies(
                        result -> assertThat(result.code()).as(result::toString).isZero())
                .satisfies(result -> assertThat(result.out()).endsWith("The next boot from this disk starts 2\n"));
        host.reboot();
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"2\", \"1\"");
        host.libostreeAgrees();
    }

    @Test
    void figures_are_in_the_text_format_of_prometheus() {
        assertThat(host.does("metrics").lines())
                .allMatch(line -> line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[^}]*\\})? -?\\d+"))
                .contains("atomic_deployments 1", "atomic_deployment_staged 0");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
