package org.atomsmith.host.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.atomsmith.host.Main;
import org.atomsmith.host.SmallHost;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.RunningCommand;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.cli.command.Call;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a bus of its own; the judges are busctl and GLib's D-Bus client. */
class ServiceTest {
    private static final String NAME = "org.projectatomic.rpmostree1";

    @TempDir
    private Path tmp;

    private Path sysroot;

    @BeforeEach
    void deploy() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root may deploy");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ostree")), "the command ostree is not installed");
        sysroot = tmp.resolve("sysroot");
        Path tree = tmp.resolve("tree");
        for (String name : List.of("usr/etc", "boot", "sysroot", "var", "usr/lib/modules/6.1")) {
            Files.createDirectories(tree.resolve(name));
        }
        Files.createDirectories(sysroot);
        Files.writeString(tree.resolve("usr/lib/modules/6.1/vmlinuz"), "kernel");
        Files.writeString(tree.resolve("usr/lib/modules/6.1/initramfs.img"), "initramfs");
        Files.writeString(tree.resolve("usr/lib/os-release"), "ID=x\nPRETTY_NAME=\"Example OS\"\n");
        LinuxFiles.symlink("sysroot/ostree", tree.resolve("ostree"));
        String source = "--repo=" + tmp.resolve("source");
        String repo = "--repo=" + sysroot.resolve("ostree/repo");
        run("ostree", source, "init", "--mode=archive");
        run("ostree", source, "commit", "-b", "os/main", "--add-metadata-string=version=1.0", tree.toString());
        run("ostree", "admin", "init-fs", "--modern", sysroot.toString());
        run("ostree", "admin", "--sysroot=" + sysroot, "os-init", "my-os");
        run("ostree", repo, "config", "set", "sysroot.bootloader", "none");
        run("ostree", repo, "remote", "add", "--no-gpg-verify", "origin", "file://" + tmp.resolve("source"));
        run("ostree", repo, "pull", "origin", "os/main");
        run("ostree", "admin", "--sysroot=" + sysroot, "deploy", "--os=my-os", "origin:os/main");
        Files.writeString(tree.resolve("usr/tool"), "new");
        run("ostree", source, "commit", "-b", "os/main", "--add-metadata-string=version=1.1", tree.toString());
    }

    private static String run(String... words) throws IOException {
        return Command.of(List.of(words))
                .withInheritedEnvironment()
                .withEnvironment("OSTREE_SYSROOT_DEBUG", "mutable-deployments")
                .runOrThrow()
                .output();
    }

    /** The service while it runs; it ends when nobody has asked for two seconds. */
    private CompletableFuture<String> serve(PrivateBus bus, Path program) throws InterruptedException {
        return serve(bus, program, Map.of(), "--sysroot=" + sysroot);
    }

    private static CompletableFuture<String> serve(
            PrivateBus bus, Path program, Map<String, String> environment, String... options)
            throws InterruptedException {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(
                List.of("host", "start-daemon", "--bus=" + bus.address(), "--idle=2", "--program=" + program));
        words.addAll(List.of(options));
        CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
            int code = Main.run(words, new Call.Streams(InputStream.nullInputStream(), stream, stream), environment);
            return code + errors.toString(StandardCharsets.UTF_8);
        });
        for (int i = 0; i < 100 && !end.isDone() && !isServed(bus); i++) {
            Thread.sleep(Duration.ofMillis(50));
        }
        return end;
    }

    private static boolean isServed(PrivateBus bus) {
        try {
            return run("busctl", "--address=" + bus.address(), "list", "--no-legend")
                    .contains(NAME);
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> client(PrivateBus bus, String... words) throws IOException {
        Path python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(
                Files.isExecutable(python)
                        && Command.of(python.toString(), "-c", "from gi.repository import Gio")
                                .run()
                                .succeeded(),
                "python3-gi is not installed");
        List<String> command = new ArrayList<>(List.of(python.toString(), script("client.py"), bus.address()));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new)).lines().toList();
    }

    private String script(String name) throws IOException {
        Path script = tmp.resolve(name);
        try (InputStream in = Objects.requireNonNull(ServiceTest.class.getResourceAsStream(name))) {
            Files.write(script, in.readAllBytes());
        }
        return script.toString();
    }

    /** What stands for the host's program: says what it was called with, then fails or waits to be ended. */
    private Path program(String last) throws IOException {
        Path program = tmp.resolve("program");
        Files.writeString(program, """
                #!/bin/sh
                echo '{"event":"progress","title":"Looking for updates","fraction":0.0,"detail":"","measured":false}' >&2
                echo '{"event":"progress","phase":"download","title":"Downloading","fraction":0.25,"detail":"1 kB"}' >&2
                echo '{"event":"download","done":3,"wanted":12,"scanning":true,"bytes":2000,"seconds":2.5,"parts":1,"partsWanted":4,"partsBytes":5000}' >&2
                echo "words: $*"
                echo '{"event":"progress","title":"Laying the system out","fraction":0.8,"measured":false}' >&2
                """ + last + "\n");
        LinuxFiles.chmod(program, 0755);
        return program;
    }

    @Test
    void busctl_sees_the_published_interface_and_the_facts_of_status() throws Exception {
        try (PrivateBus bus = PrivateBus.start(tmp)) {
            CompletableFuture<String> end = serve(bus, program("exit 0"));
            String address = "--address=" + bus.address();

            String sysrootObject = run("busctl", address, "introspect", NAME, "/org/projectatomic/rpmostree1/Sysroot");
            assertThat(sysrootObject)
                    .contains(".RegisterClient", ".Deployments", "aa{sv}", "\"version\" s \"1.0\"", "(sss)");
            assertThat(run("busctl", address, "introspect", NAME, "/org/projectatomic/rpmostree1/my_2dos"))
                    .contains(".UpdateDeployment", ".DefaultDeployment", "\"origin\" s \"origin:os/main\"");
            assertThat(run(
                            "busctl",
                            address,
                            "call",
                            NAME,
                            "/org/projectatomic/rpmostree1/my_2dos",
                            NAME + ".OS",
                            "GetDeploymentBootConfig",
                            "sb",
                            "",
                            "true"))
                    .contains("\"title\" s \"Example OS 1.0 (ostree:0)\"");
            assertThat(end.get(30, TimeUnit.SECONDS)).as("it ends by itself").isEqualTo("0");
        }
    }

    @Test
    void who_signed_is_told_of_a_remote_of_the_hosts_own_configuration() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "gpg is not installed");
        SmallHost host = new SmallHost(Files.createDirectory(tmp.resolve("host")));
        Path home = Files.createDirectory(tmp.resolve("gnupg"));
        LinuxFiles.chmod(home, 0700);
        Path key = tmp.resolve("key.gpg");
        String gpg = "gpg --homedir '" + home + "' --batch --passphrase '' ";
        try {
            run(
                    "sh",
                    "-ec",
                    gpg + "--quick-generate-key 'Test <test@example.com>' ed25519 sign never; " + gpg
                            + "--export --output '" + key + "'");
            run(
                    "ostree",
                    "gpg-sign",
                    "--repo=" + host.sysroot().resolve("ostree/repo"),
                    "--gpg-homedir=" + home,
                    "origin:" + SmallHost.REF,
                    "test@example.com");
        } finally {
            Command.of("gpgconf", "--homedir", home.toString(), "--kill", "all").run();
        }
        Path remotes = Files.createDirectories(host.root().resolve("etc/ostree/remotes.d"));
        Files.writeString(
                remotes.resolve("signed.conf"),
                "[remote \"signed\"]\nurl=file://" + host.source() + "\ngpg-verify=true\ngpgkeypath=" + key + "\n");
        Files.writeString(
                host.root().resolveSibling(host.root().getFileName() + ".origin"),
                "[origin]\nrefspec=signed:" + SmallHost.REF + "\n");
        try (PrivateBus bus = PrivateBus.start(tmp)) {
            CompletableFuture<String> end = serve(bus, program("exit 0"), host.environment());

            assertThat(run(
                            "busctl",
                            "--address=" + bus.address(),
                            "get-property",
                            NAME,
                            "/org/projectatomic/rpmostree1/Sysroot",
                            NAME + ".Sysroot",
                            "Deployments"))
                    .contains("\"origin\" s \"signed:" + SmallHost.REF + "\"")
                    .contains("\"gpg-enabled\" b true", "\"timestamp\" t ", "\"base-removals\" av 0")
                    .contains("\"signatures\" av 1 (bbbbbsxxsssssxx) true false false false false ")
                    .contains(" \"Test\" \"test@example.com\" ")
                    .doesNotContain("remote-error");
            assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("0");
        }
    }

    @Test
    void a_failing_change_is_followed_to_its_end_as_cockpit_does() throws Exception {
        try (PrivateBus bus = PrivateBus.start(tmp)) {
            CompletableFuture<String> end = serve(bus, program("echo 'error: no route' >&2; exit 1"));

            List<String> seen = client(bus, "Upgrade", "allow-downgrade");

            assertThat(seen)
                    .contains(
                            "objects /org/projectatomic/rpmostree1/Sysroot /org/projectatomic/rpmostree1/my_2dos",
                            "os /org/projectatomic/rpmostree1/my_2dos my-os",
                            "again True",
                            "other org.projectatomic.rpmostreed.Error.UpdateInProgress",
                            "started True",
                            "Message words: host upgrade --progress=json --sysroot=" + sysroot
                                    + " --os=my-os --allow-downgrade",
                            "Finished False no route",
                            "changed org.projectatomic.rpmostree1.OS org.projectatomic.rpmostree1.Sysroot",
                            "after 1 ('', '', '')")
                    .containsSubsequence(
                            "TaskBegin Looking for updates",
                            "TaskEnd done",
                            "PercentProgress Downloading: 1 kB 25",
                            "ProgressEnd",
                            "TaskBegin Laying the system out",
                            "TaskEnd failed")
                    .anyMatch(line -> line.matches("DownloadProgress \\([0-9]+, 2\\) \\(12, 0\\) \\(3, 3, 9\\)"
                            + " \\(4, 1, 0, 5000\\) \\(3, 12\\) \\(2000, 800\\)"));
            assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("0");
            assertThat(sysroot.resolve("run/atomsmith/daemon")).isEmptyDirectory();
        }
    }

    @Test
    void a_change_is_cancelled_by_its_client() throws Exception {
        try (PrivateBus bus = PrivateBus.start(tmp)) {
            CompletableFuture<String> end = serve(bus, program("sleep 60"));

            assertThat(client(bus, "Upgrade", "cancel")).contains("Finished False the transaction was cancelled");
            assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("0");
        }
    }

    @Test
    void others_than_root_need_the_permission_of_polkit() throws Exception {
        // Another user has to reach the bus' socket.
        Path open = Files.createTempDirectory(Path.of("/tmp"), "bus-");
        LinuxFiles.chmod(open, 0755);
        try (PrivateBus bus = PrivateBus.start(open)) {
            LinuxFiles.chmod(open.resolve("bus"), 0666);
            CompletableFuture<String> end = serve(bus, program("exit 0"));

            assertThat(asNobody(bus, "Rollback")).as("without polkit").contains("Access denied");
            try (RunningCommand polkit = Command.of(
                            List.of("/usr/bin/python3", script("polkit.py"), bus.address(), NAME + ".rollback"))
                    .withInheritedEnvironment()
                    .start()) {
                for (int i = 0; i < 100 && !names(bus).contains("PolicyKit1"); i++) {
                    Thread.sleep(Duration.ofMillis(50));
                }
                assertThat(polkit.isAlive()).isTrue();
                assertThat(asNobody(bus, "Upgrade")).contains("Access denied");
                assertThat(asNobody(bus, "Rollback")).contains("unix:path=" + sysroot);
            }
            assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("0");
        } finally {
            Trees.delete(open);
        }
    }

    private static String names(PrivateBus bus) throws IOException {
        return run("busctl", "--address=" + bus.address(), "list", "--no-legend");
    }

    private static String asNobody(PrivateBus bus, String method) throws IOException {
        return Command.of(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "busctl",
                        "--address=" + bus.address(),
                        "call",
                        NAME,
                        "/org/projectatomic/rpmostree1/my_2dos",
                        NAME + ".OS",
                        method,
                        "a{sv}",
                        "0")
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .withTimeout(Duration.ofSeconds(30))
                .run()
                .output();
    }
}
