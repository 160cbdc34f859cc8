package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@link SandboxTest} checks, as a program of its own, because mounting needs a mount namespace. */
final class SandboxScenario {
    private final Path directory;

    private SandboxScenario(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        SandboxScenario scenario = new SandboxScenario(Path.of(arguments[0]));
        scenario.changesGoToTheUpperTree();
        scenario.wallsHold();
        scenario.endsWhatRunsTooLong();
        scenario.aHundredLayersWithLongNames();
        scenario.anUpperTreeOnAnOverlayIsRefused();
        System.out.println("scenario passed");
    }

    /** A root that borrows the machine's programs. */
    private Sandbox.Spec spec(String name) throws IOException {
        Path base = Files.createDirectories(directory.resolve(name));
        Path lower = Files.createDirectories(base.resolve("lower"));
        for (String link : List.of("bin", "lib", "lib64", "sbin")) {
            LinuxFiles.symlink("usr/" + link, lower.resolve(link));
        }
        Files.createDirectories(lower.resolve("etc/d"));
        Files.writeString(lower.resolve("etc/one"), "1");
        Files.writeString(lower.resolve("etc/d/two"), "2");
        return Sandbox.Spec.of(List.of(lower), base.resolve("upper"), base.resolve("work"))
                .withBind(Bind.readOnly(Path.of("/usr"), "/usr"));
    }

    private void changesGoToTheUpperTree() throws IOException {
        Sandbox.Spec spec = spec("changes");
        try (Sandbox sandbox = Sandbox.open(spec)) {
            sandbox.command(List.of(
                            "sh",
                            "-ec",
                            "rm /etc/one; rm -r /etc/d; mkdir /etc/d; echo 3 >/etc/d/three; chown 41:42 /etc/d/three;"
                                    + " chmod 4750 /etc/d/three; mknod /etc/pipe p; echo x >/tmp/x; echo y >/run/y;"
                                    + " umask; id -u; hostname; pwd"))
                    .runOrThrow();
            assertThat(sandbox.root().resolve("etc/one")).doesNotExist();
        }
        Path upper = spec.upper();
        assertThat(Whiteouts.kind(upper.resolve("etc"))).isEqualTo(Whiteouts.Kind.PLAIN);
        assertThat(Whiteouts.isWhiteout(upper.resolve("etc/one"))).isTrue();
        assertThat(Whiteouts.isOpaque(upper.resolve("etc/d"))).isTrue();
        FileStatus three = LinuxFiles.stat(upper.resolve("etc/d/three"));
        assertThat(three.uid()).isEqualTo(41);
        assertThat(three.gid()).isEqualTo(42);
        assertThat(three.permissions()).isEqualTo(04750);
        assertThat(Trees.list(upper)).containsExactly(upper.resolve("etc"));
        assertThat(spec.work()).doesNotExist();
        assertThat(spec.lowerDirs().get(0).resolve("etc/one")).hasContent("1");
    }

    private void wallsHold() throws IOException {
        try (Sandbox sandbox = Sandbox.open(spec("walls").withEnvironment(java.util.Map.of("ONE", "1")))) {
            assertThat(sandbox.run("env").orThrow().output().lines())
                    .contains("ONE=1", "PWD=/")
                    .noneMatch(line -> line.startsWith("JAVA_HOME"));
            assertThat(sandbox.run("sh", "-c", "umask; hostname; ls /sys /home 2>/dev/null")
                            .output())
                    .isEqualTo("0022\nlocalhost\n");
            assertThat(sandbox.run("cat", "/proc/net/dev")
                            .orThrow()
                            .output()
                            .lines()
                            .skip(2))
                    .allMatch(line -> line.strip().startsWith("lo:"));
            assertThat(sandbox.run("sh", "-c", "ls -d /proc/[0-9]* | wc -l")
                            .output()
                            .strip())
                    .isIn("3", "4");
            assertThat(sandbox.run("touch", "/usr/x").succeeded()).isFalse();
            assertThat(sandbox.run("mount", "-t", "tmpfs", "none", "/etc").succeeded())
                    .isFalse();
            assertThat(sandbox.run("mknod", "/null", "c", "1", "3").succeeded()).isFalse();
            assertThat(sandbox.command("/etc", List.of("pwd")).run().output()).isEqualTo("/etc\n");
        }
    }

    private void endsWhatRunsTooLong() throws IOException {
        Sandbox.Spec spec = spec("slow");
        String marker = directory + "/slow/";
        try (Sandbox sandbox = Sandbox.open(spec)) {
            Command command = sandbox.command(
                            List.of("sh", "-c", "cd /etc; echo begun; sleep 63 & sleep 63; :", marker))
                    .withTimeout(Duration.ofMillis(700));
            assertThatThrownBy(command::run)
                    .isInstanceOf(CommandTimeoutException.class)
                    .hasMessageContaining("begun");
        }
        assertThat(spec.work()).doesNotExist();
        assertNoneRuns(marker);
    }

    private static void assertNoneRuns(String marker) throws IOException {
        long left = 1;
        for (int tries = 0; left > 0 && tries < 50; tries++) {
            left = ProcessHandle.allProcesses()
                    .filter(p -> p.info().commandLine().orElse("").contains(marker))
                    .count();
            try {
                Thread.sleep(left > 0 ? 50 : 0);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        assertThat(left).isZero();
    }

    private void aHundredLayersWithLongNames() throws IOException {
        Sandbox.Spec spec = spec("many");
        List<Path> layers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Path layer =
                    Files.createDirectories(directory.resolve("many/layer:with,odd characters " + "x".repeat(99) + i));
            Files.writeString(layer.resolve("f" + i), "" + i);
            Files.writeString(layer.resolve("same"), "" + i);
            layers.add(layer);
        }
        layers.addAll(spec.lowerDirs());
        Sandbox.Spec many = new Sandbox.Spec(layers, spec.upper(), spec.work(), spec.environment(), spec.binds());
        try (Sandbox sandbox = Sandbox.open(many)) {
            assertThat(sandbox.run("cat", "/same").output()).isEqualTo("0");
            assertThat(sandbox.run("sh", "-c", "ls -d /f* | wc -l").output().strip())
                    .isEqualTo("100");
        }
    }

    private void anUpperTreeOnAnOverlayIsRefused() throws IOException {
        try (Sandbox outer = Sandbox.open(spec("outer"))) {
            Sandbox.Spec inner = Sandbox.Spec.of(
                    List.of(directory),
                    outer.root().resolve("upper"),
                    outer.root().resolve("work"));
            assertThatThrownBy(() -> Sandbox.open(inner)).hasMessageContaining("is on an overlay file system");
        }
    }
}
